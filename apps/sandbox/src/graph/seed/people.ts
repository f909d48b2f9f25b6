import type { MailAddress } from "../mail-records.ts";

function person(name: string, address: string): MailAddress {
  return { name, address };
}

/** Colleagues with mailboxes of their own. */
export const adele = person("Adele Vance", "adele@contoso.example");
export const alex = person("Alex Wilber", "alex@contoso.example");
export const megan = person("Megan Bowen", "megan@contoso.example");
export const isaiah = person("Isaiah Langer", "isaiah@contoso.example");
export const lidia = person("Lidia Holloway", "lidia@contoso.example");
export const pradeep = person("Pradeep Gupta", "pradeep@contoso.example");
export const diego = person("Diego Siciliani", "diego@fabrikam.example");
export const nina = person("Nina Brandt", "nina@fabrikam.example");

/** Customers; the sandbox's Salesforce has the first four as contacts and the next two as leads. */
export const diane = person("Diane Prescott", "diane.prescott@northwind.example");
export const omar = person("Omar Haddad", "omar.haddad@northwind.example");
export const priya = person("Priya Raman", "priya.raman@wingtip.example");
export const sam = person("Sam O'Brien", "sam.o'brien@proseware.example");
export const jonas = person("Jonas Weber", "jonas.weber@adatum.example");
export const claire = person("Claire Dubois", "claire.dubois@lucerne.example");

/** Nobody in Salesforce. */
export const blueYonder = person("Blue Yonder Airlines", "hello@blueyonder.example");
export const travelDesk = person("Margie's Travel", "no-reply@margiestravel.example");
export const salesWeekly = person("The Sales Weekly", "newsletter@salesweekly.example");
export const roomBooking = person("Contoso Rooms", "no-reply@contoso.example");
export const conference = person("Relecloud Events", "events@relecloud.example");
