import { Command } from "commander";
import { registerConsentCommand } from "./commands/consent-decide.ts";
import { registerDoctorCommand } from "./commands/doctor.ts";
import { registerExplainCommand } from "./commands/explain.ts";
import { registerMigrateCommand } from "./commands/migrate.ts";
import { registerSalesforceAppCommand } from "./commands/salesforce-app.ts";
import { registerRegistrationCommand } from "./commands/registration.ts";
import { registerSandboxCommand } from "./commands/sandbox.ts";
import { registerStartCommand } from "./commands/start.ts";

/** The `outrigger` command. */
const program = new Command("outrigger").description(
  'Salesforce beside the Outlook inbox, and a way past Microsoft\'s "Need admin approval".',
);
registerStartCommand(program);
registerSandboxCommand(program);
registerMigrateCommand(program);
registerExplainCommand(program);
registerConsentCommand(program);
registerDoctorCommand(program);
registerSalesforceAppCommand(program);
registerRegistrationCommand(program);
await program.parseAsync();
