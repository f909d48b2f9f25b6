import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useLanguage, useProduct } from "@outrigger/ui";
import { LoneCard } from "../lone-card.tsx";
import { adminMessagesOf } from "./admin-messages.ts";
import { salesforceSignInUrl } from "./salesforce-sign-in-url.ts";

const useStyles = makeStyles({
  text: { margin: 0 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

/** The panel's front door: who may enter, how, and where everybody else belongs. */
export function SignInScreen() {
  const styles = useStyles();
  const messages = adminMessagesOf(useLanguage());
  const { productName } = useProduct();
  return (
    <LoneCard title={messages.signInTitle(productName)}>
      <p className={styles.text}>{messages.signInWho(productName)}</p>
      <Button as="a" appearance="primary" size="large" href={salesforceSignInUrl}>
        {messages.signIn}
      </Button>
      <p className={styles.quiet}>{messages.signInNothing}</p>
      <p className={styles.quiet}>{messages.signInSidebar(productName)}</p>
      <p className={styles.quiet}>{messages.signInApproval}</p>
    </LoneCard>
  );
}
