import type { Product } from "@outrigger/api-contract";
import {
  FluentProvider,
  makeStyles,
  teamsHighContrastTheme,
  tokens,
  webDarkTheme,
  webLightTheme,
  type Theme,
} from "@fluentui/react-components";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { usableLanguage } from "./usable-language.ts";

export type ThemeName = "light" | "dark" | "high-contrast";

export interface ProductProviderProps {
  /** The product's names, from `getProduct`. */
  product: Product;
  /** The theme of the application that hosts us; left out: what the system prefers. Forced colours always win. */
  hostTheme?: ThemeName | undefined;
  /** BCP 47 tag for messages, numbers and times; left out: the browser's. */
  language?: string | undefined;
  children: ReactNode;
}

const themes: Readonly<Record<ThemeName, Theme>> = {
  light: webLightTheme,
  dark: webDarkTheme,
  "high-contrast": teamsHighContrastTheme,
};

const ProductContext = createContext<Product | undefined>(undefined);
const LanguageContext = createContext<string>("en");

const useStyles = makeStyles({
  root: { minHeight: "100vh", backgroundColor: tokens.colorNeutralBackground1 },
});

/** Wraps a whole screen: Fluent's theme, the product's names and the language for everything inside. */
export function ProductProvider({ product, hostTheme, language, children }: ProductProviderProps) {
  const styles = useStyles();
  const themeName = useThemeName(hostTheme);
  const spoken = usableLanguage(language ?? navigator.language);
  useEffect(() => {
    document.documentElement.lang = spoken;
    document.documentElement.style.colorScheme = themeName === "light" ? "light" : "dark";
  }, [spoken, themeName]);
  return (
    <ProductContext value={product}>
      <LanguageContext value={spoken}>
        <FluentProvider theme={themes[themeName]}>
          {/* Not on the provider itself: Fluent gives its classes to every pop-up, which would then cover the page. */}
          <div className={styles.root}>{children}</div>
        </FluentProvider>
      </LanguageContext>
    </ProductContext>
  );
}

/** The product's names; throws outside a `ProductProvider`. */
export function useProduct(): Product {
  const product = useContext(ProductContext);
  if (!product) throw new Error("useProduct needs a ProductProvider around it.");
  return product;
}

/** The BCP 47 tag in which this screen speaks. */
export function useLanguage(): string {
  return useContext(LanguageContext);
}

/** The theme to show: forced colours first, then the host's, then the system's; follows changes. */
export function useThemeName(hostTheme?: ThemeName): ThemeName {
  const isForced = useMediaQuery("(forced-colors: active)");
  const prefersDark = useMediaQuery("(prefers-color-scheme: dark)");
  if (isForced) return "high-contrast";
  return hostTheme ?? (prefersDark ? "dark" : "light");
}

function useMediaQuery(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = () => setMatches(list.matches);
    follow();
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [query]);
  return matches;
}
