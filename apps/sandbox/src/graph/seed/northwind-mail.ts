import { buildPdf, type ScriptedMail } from "./mail-script.ts";
import { adele, alex, diane, omar } from "./people.ts";

const day = 24;

/** The demo's main customer, from the first question to the signed order. */
export const northwindMail: readonly ScriptedMail[] = [
  {
    key: "northwind-rollout-1",
    hoursAgo: 9.2 * day,
    from: diane,
    to: [adele],
    cc: [omar],
    subject: "Rollout to the second warehouse",
    body: [
      "Hi Adele,",
      "The pilot in Tacoma went better than we dared to hope: picking errors are down by a third after four weeks. We would like to bring the second warehouse in before the holiday season.",
      "Could you send us a quote for another 60 handhelds and the matching licences? Omar will look after the technical side, so please keep him on copy.",
      "Best regards,\nDiane",
    ],
  },
  {
    key: "northwind-rollout-2",
    hoursAgo: 9 * day,
    from: adele,
    to: [diane],
    cc: [omar],
    answers: "northwind-rollout-1",
    subject: "RE: Rollout to the second warehouse",
    body: [
      "Hi Diane,",
      "That is wonderful news, congratulations to the team in Tacoma. I will have a quote for 60 devices with you by Thursday.",
      "Omar, may I ask two things: will the second site use the same wireless network, and do you need the cradles as well?",
      "Kind regards,\nAdele",
    ],
  },
  {
    key: "northwind-rollout-3",
    hoursAgo: 8.1 * day,
    from: omar,
    to: [adele],
    cc: [diane],
    answers: "northwind-rollout-2",
    subject: "RE: Rollout to the second warehouse",
    body: [
      "Adele, yes to both: same network (the access points went in last month), and one cradle per two handhelds please.",
      "One more question from our side. Can the devices be enrolled before they ship? It took us two days in Tacoma.",
      "Omar",
    ],
  },
  {
    key: "northwind-quote-1",
    hoursAgo: 5.3 * day,
    from: adele,
    to: [diane],
    cc: [omar, alex],
    subject: "Quote Q-2291 for Northwind Traders",
    body: [
      "Hi Diane, hi Omar,",
      "Please find our quote attached. It includes 60 handhelds, 30 cradles, enrolment before shipping as Omar asked for, and a second year of support at the price of the first pilot.",
      "The delivery date in the quote is firm if we have your order by the end of next week. Alex will cover for me on Friday should questions come up.",
      "Kind regards,\nAdele",
    ],
    isHtml: true,
    attachments: [
      {
        name: "Quote Q-2291 Northwind Traders.pdf",
        contentType: "application/pdf",
        content: buildPdf([
          "Contoso - Quote Q-2291",
          "Northwind Traders, second warehouse",
          "60 handhelds, 30 cradles, enrolment, support for 24 months",
          "Total: 48,300.00 USD",
        ]),
      },
    ],
  },
  {
    key: "northwind-quote-2",
    hoursAgo: 4.2 * day,
    from: diane,
    to: [adele],
    cc: [omar],
    answers: "northwind-quote-1",
    subject: "RE: Quote Q-2291 for Northwind Traders",
    body: [
      "Thank you, Adele. The numbers work for us. Our finance team asks whether the support can be billed quarterly instead of once a year.",
      "If that is possible I can have the order signed by Wednesday.",
      "Diane",
    ],
    isHtml: true,
  },
  {
    key: "northwind-quote-3",
    hoursAgo: 4 * day,
    from: adele,
    to: [diane],
    cc: [omar],
    answers: "northwind-quote-2",
    subject: "RE: Quote Q-2291 for Northwind Traders",
    body: [
      "Hi Diane,",
      "Quarterly billing is fine. I have changed it in the quote, everything else stays as it is.",
      "Looking forward to Wednesday,\nAdele",
    ],
  },
  {
    key: "northwind-order",
    hoursAgo: 20,
    from: diane,
    to: [adele],
    cc: [omar],
    subject: "Purchase order 4471",
    body: [
      "Hi Adele,",
      "Signed and attached. Omar's team expects the first pallet in the week of the 7th. Please confirm the date so that he can plan the people.",
      "It is a pleasure working with you.\nDiane",
    ],
    attachments: [
      {
        name: "PO-4471.csv",
        contentType: "text/csv",
        content: Buffer.from(
          "position;article;quantity\r\n1;Handheld H7;60\r\n2;Cradle C2;30\r\n3;Support 24 months;60\r\n",
        ),
      },
    ],
    importance: "high",
    isUnread: true,
  },
  {
    key: "northwind-order-confirm",
    hoursAgo: 18.5,
    from: adele,
    to: [diane, omar],
    answers: "northwind-order",
    subject: "RE: Purchase order 4471",
    body: [
      "Dear Diane, dear Omar,",
      "Thank you for the order. The first pallet leaves our warehouse on the 4th and reaches you on the 8th at the latest; the carrier will call the gate the day before.",
      "Adele",
    ],
  },
  {
    key: "northwind-handover",
    hoursAgo: 2.1 * day,
    from: omar,
    to: [alex],
    cc: [adele],
    subject: "Enrolment profile for the handhelds",
    body: [
      "Hi Alex,",
      "Adele told me that you look after enrolment. Our profile needs the warehouse certificate and a locked home screen; the details are in the document that we used in Tacoma.",
      "Could we go through it on Monday at ten?",
      "Omar",
    ],
  },
];
