import { findUser, type OpenOrg } from "../org.ts";
import { formatDate } from "../timestamps.ts";
import { insertAsSystem } from "./seed-org.ts";

type Values = Readonly<Record<string, unknown>>;

/** Contoso's customers: accounts with people, leads, running and closed business, and two cases. */
export function seedContosoCrm(opened: OpenOrg): void {
  const ownerOf = (username: string) => findUser(opened, username)?.user.id ?? "";
  const adele = ownerOf("adele@contoso.example");
  const alex = ownerOf("alex@contoso.example");
  const insert = (userId: string, type: string, values: Values) =>
    insertAsSystem(opened, { type, userId }, values).id;
  const day = (days: number) => formatDate(new Date(opened.clock.now().getTime() + days * 86_400_000));

  const northwind = insert(adele, "Account", {
    Name: "Northwind Traders",
    Website: "northwind.example",
    Type: "Customer",
    Industry: "Retail",
    Phone: "+44 20 7946 0101",
    BillingCity: "London",
    BillingCountry: "United Kingdom",
  });
  const wingtip = insert(alex, "Account", {
    Name: "Wingtip Toys",
    Website: "wingtip.example",
    Type: "Customer",
    Industry: "Manufacturing",
  });
  const proseware = insert(adele, "Account", {
    Name: "Proseware",
    Website: "proseware.example",
    Type: "Prospect",
    Industry: "Technology",
  });
  const diane = insert(adele, "Contact", {
    AccountId: northwind,
    FirstName: "Diane",
    LastName: "Prescott",
    Email: "diane.prescott@northwind.example",
    Title: "VP Procurement",
    Phone: "+44 20 7946 0102",
  });
  const omar = insert(adele, "Contact", {
    AccountId: northwind,
    FirstName: "Omar",
    LastName: "Haddad",
    Email: "omar.haddad@northwind.example",
    Title: "Buyer",
  });
  const priya = insert(alex, "Contact", {
    AccountId: wingtip,
    FirstName: "Priya",
    LastName: "Raman",
    Email: "priya.raman@wingtip.example",
    Title: "Head of Design",
  });
  const sam = insert(adele, "Contact", {
    AccountId: proseware,
    FirstName: "Sam",
    LastName: "O'Brien",
    Email: "sam.o'brien@proseware.example",
    Title: "CTO",
  });
  seedLeads({ insert, adele, alex, northwind, omar });
  seedBusiness({ insert, adele, alex, day, northwind, wingtip, proseware, diane, omar, priya, sam });
}

type Insert = (userId: string, type: string, values: Values) => string;

interface LeadSeed {
  readonly insert: Insert;
  readonly adele: string;
  readonly alex: string;
  readonly northwind: string;
  readonly omar: string;
}

function seedLeads({ insert, adele, alex, northwind, omar }: LeadSeed): void {
  insert(adele, "Lead", {
    FirstName: "Jonas",
    LastName: "Weber",
    Company: "Adatum",
    Email: "jonas.weber@adatum.example",
    Title: "Operations Manager",
    Status: "Working - Contacted",
  });
  insert(alex, "Lead", {
    FirstName: "Claire",
    LastName: "Dubois",
    Company: "Lucerne Publishing",
    Email: "claire.dubois@lucerne.example",
    Title: "Editor in Chief",
  });
  // Converted: it still carries the address of the contact that it became.
  insert(adele, "Lead", {
    FirstName: "Omar",
    LastName: "Haddad",
    Company: "Northwind Traders",
    Email: "omar.haddad@northwind.example",
    Status: "Closed - Converted",
    IsConverted: true,
    ConvertedAccountId: northwind,
    ConvertedContactId: omar,
  });
}

interface BusinessSeed {
  readonly insert: Insert;
  readonly adele: string;
  readonly alex: string;
  readonly day: (days: number) => string;
  readonly northwind: string;
  readonly wingtip: string;
  readonly proseware: string;
  readonly diane: string;
  readonly omar: string;
  readonly priya: string;
  readonly sam: string;
}

function seedBusiness(seed: BusinessSeed): void {
  const { insert, adele, alex, day } = seed;
  const deal = (userId: string, values: Values, contactId: string, role: string) => {
    const opportunityId = insert(userId, "Opportunity", values);
    insert(userId, "OpportunityContactRole", {
      OpportunityId: opportunityId,
      ContactId: contactId,
      Role: role,
      IsPrimary: true,
    });
    return opportunityId;
  };
  const renewal = deal(
    adele,
    {
      AccountId: seed.northwind,
      Name: "Northwind 2027 renewal",
      StageName: "Proposal/Price Quote",
      Amount: 84_000,
      CloseDate: day(45),
    },
    seed.diane,
    "Decision Maker",
  );
  insert(adele, "OpportunityContactRole", {
    OpportunityId: renewal,
    ContactId: seed.omar,
    Role: "Evaluator",
  });
  deal(
    adele,
    {
      AccountId: seed.northwind,
      Name: "Northwind pilot",
      StageName: "Closed Won",
      Amount: 12_000,
      CloseDate: day(-120),
    },
    seed.omar,
    "Business User",
  );
  deal(
    alex,
    {
      AccountId: seed.wingtip,
      Name: "Wingtip spring line",
      StageName: "Qualification",
      Amount: 30_000,
      CloseDate: day(80),
    },
    seed.priya,
    "Decision Maker",
  );
  deal(
    adele,
    {
      AccountId: seed.proseware,
      Name: "Proseware evaluation",
      StageName: "Closed Lost",
      Amount: 9_500,
      CloseDate: day(-30),
    },
    seed.sam,
    "Economic Buyer",
  );
  insert(adele, "Case", {
    AccountId: seed.northwind,
    ContactId: seed.omar,
    Subject: "Invoice shows the wrong address",
    Status: "Working",
    Origin: "Email",
    Priority: "High",
  });
  insert(alex, "Case", {
    AccountId: seed.wingtip,
    ContactId: seed.priya,
    Subject: "How to add a second warehouse",
    Status: "Closed",
    Origin: "Web",
    Type: "Question",
  });
}

/** Fabrikam's one customer, so that the second org is not empty. */
export function seedFabrikamCrm(opened: OpenOrg): void {
  const userId = findUser(opened, "diego@fabrikam.example")?.user.id ?? "";
  const account = insertAsSystem(
    opened,
    { type: "Account", userId },
    {
      Name: "Litware",
      Website: "litware.example",
      Type: "Customer",
    },
  );
  insertAsSystem(
    opened,
    { type: "Contact", userId },
    {
      AccountId: account.id,
      FirstName: "Grace",
      LastName: "Okafor",
      Email: "grace.okafor@litware.example",
      Title: "Operations Director",
    },
  );
}
