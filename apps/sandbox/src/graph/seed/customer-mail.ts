import type { ScriptedMail } from "./mail-script.ts";
import { northwindMail } from "./northwind-mail.ts";
import {
  adele,
  alex,
  blueYonder,
  claire,
  diego,
  jonas,
  megan,
  nina,
  omar,
  pradeep,
  priya,
  sam,
} from "./people.ts";

const day = 24;

const otherContacts: readonly ScriptedMail[] = [
  {
    key: "wingtip-renewal-1",
    hoursAgo: 7.4 * day,
    from: adele,
    to: [priya],
    subject: "Your renewal in December",
    body: [
      "Hi Priya,",
      "Your licences for the design studio come up for renewal on 15 December. You used 42 of 50 seats on average this year. Would you like to keep all of them, or shall I prepare both options?",
      "Best,\nAdele",
    ],
  },
  {
    key: "wingtip-renewal-2",
    hoursAgo: 6.6 * day,
    from: priya,
    to: [adele],
    answers: "wingtip-renewal-1",
    subject: "Re: Your renewal in December",
    body: [
      "Hi Adele, both options please. We open a second studio in spring, so fifty may turn out to be too few rather than too many.",
      "Thanks!\nPriya",
    ],
  },
  {
    key: "wingtip-renewal-3",
    hoursAgo: 3.3 * day,
    from: adele,
    to: [priya],
    cc: [pradeep],
    answers: "wingtip-renewal-2",
    subject: "RE: Your renewal in December",
    body: [
      "Hi Priya,",
      "Here are both: 50 seats at last year's price, or 65 seats with eight percent off for two years. With the second studio the larger package pays for itself in April.",
      "Pradeep, please keep both on file until the 10th.",
      "Adele",
    ],
  },
  {
    key: "wingtip-renewal-4",
    hoursAgo: 27,
    from: priya,
    to: [adele],
    cc: [pradeep],
    answers: "wingtip-renewal-3",
    subject: "Re: Your renewal in December",
    body: [
      "We go for 65 seats and two years. Please send the contract to me; our director signs on Tuesdays.",
      "Priya",
    ],
    isUnread: true,
  },
  {
    key: "proseware-outage-1",
    hoursAgo: 3.9 * day,
    from: sam,
    to: [adele],
    subject: "Reports have been empty since this morning",
    body: [
      "Adele,",
      "I know that support is the right door, but you asked me to tell you when something hurts: the weekly reports came out empty today for all three of our sites. The ticket is 118204.",
      "Can you find somebody who can look at it before Friday? The board meets on Monday.",
      "Sam O'Brien\nHead of Operations, Proseware",
    ],
    importance: "high",
  },
  {
    key: "proseware-outage-2",
    hoursAgo: 3.85 * day,
    from: adele,
    to: [sam],
    cc: [megan],
    answers: "proseware-outage-1",
    subject: "RE: Reports have been empty since this morning",
    body: [
      "Hi Sam,",
      "Thank you for telling me. I have asked Megan to put somebody on ticket 118204 today; you will hear from us before five.",
      "Sorry for the trouble,\nAdele",
    ],
  },
  {
    key: "proseware-outage-3",
    hoursAgo: 2.9 * day,
    from: sam,
    to: [adele],
    cc: [megan],
    answers: "proseware-outage-2",
    subject: "RE: Reports have been empty since this morning",
    body: ["Fixed before lunch, all three sites. The board will never know. Thank you both!", "Sam"],
    isHtml: true,
  },
];

const leads: readonly ScriptedMail[] = [
  {
    key: "adatum-first-1",
    hoursAgo: 5.6 * day,
    from: jonas,
    to: [adele],
    subject: "Question after your talk in Hamburg",
    body: [
      "Dear Ms Vance,",
      "I enjoyed your talk about stock counts without paper. At Adatum we run eleven small depots, none with more than five people. Is your product sensible at that size, or does it only pay off in large halls?",
      "Viele Grüße\nJonas Weber",
    ],
  },
  {
    key: "adatum-first-2",
    hoursAgo: 5.1 * day,
    from: adele,
    to: [jonas],
    answers: "adatum-first-1",
    subject: "RE: Question after your talk in Hamburg",
    body: [
      "Dear Mr Weber,",
      "It does pay off: a third of our customers have depots of your size. What matters is how often stock moves between them. Would you have half an hour next week to look at your numbers together?",
      "Kind regards,\nAdele Vance",
    ],
  },
  {
    key: "adatum-first-3",
    hoursAgo: 31,
    from: jonas,
    to: [adele],
    answers: "adatum-first-2",
    subject: "AW: Question after your talk in Hamburg",
    body: [
      "Dear Ms Vance, Thursday at 14:00 would suit me. I will bring the transfer lists of the last quarter (about 2,400 lines, is that enough?).",
      "Jonas Weber",
    ],
    isUnread: true,
  },
  {
    key: "lucerne-trial-1",
    hoursAgo: 2.4 * day,
    from: claire,
    to: [adele],
    subject: "Trial account for Lucerne Publishing",
    body: [
      "Bonjour Adele,",
      "Your colleague at the fair promised us a trial account for four weeks. Would it be possible to have it from 1 December? There are six of us.",
      "Merci d'avance,\nClaire Dubois",
    ],
  },
  {
    key: "lucerne-trial-2",
    hoursAgo: 2.2 * day,
    from: adele,
    to: [claire],
    cc: [alex],
    answers: "lucerne-trial-1",
    subject: "RE: Trial account for Lucerne Publishing",
    body: [
      "Bonjour Claire,",
      "With pleasure. Alex sets the account up for you; you will find six invitations in your mail on the morning of the 1st.",
      "Adele",
    ],
  },
  {
    key: "lucerne-trial-3",
    hoursAgo: 2 * day,
    from: claire,
    to: [adele, alex],
    answers: "lucerne-trial-2",
    subject: "RE: Trial account for Lucerne Publishing",
    body: ["Parfait, merci à vous deux! Claire"],
  },
];

const strangers: readonly ScriptedMail[] = [
  {
    key: "blueyonder-1",
    hoursAgo: 44,
    from: blueYonder,
    to: [adele],
    subject: "Handhelds for our cargo desks",
    body: [
      "Hello,",
      "We found your name on the website. We are looking for about twenty handheld scanners for our cargo desks at four airports. Whom should we talk to?",
      "The Blue Yonder cargo team",
    ],
    isUnread: true,
  },
  {
    key: "blueyonder-2",
    hoursAgo: 42,
    from: adele,
    to: [blueYonder],
    answers: "blueyonder-1",
    subject: "RE: Handhelds for our cargo desks",
    body: [
      "Hello,",
      "You are right with me. May I call you tomorrow morning to learn a little about the desks and the systems behind them?",
      "Adele Vance",
    ],
  },
];

const othersCustomers: readonly ScriptedMail[] = [
  {
    key: "alex-priya-1",
    hoursAgo: 3.1 * day,
    from: priya,
    to: [alex],
    subject: "Plug-in for the drawing tablets",
    body: [
      "Hi Alex, does the plug-in support the tablets of this year's series? Two designers ask for them.",
      "Priya",
    ],
  },
  {
    key: "alex-priya-2",
    hoursAgo: 3 * day,
    from: alex,
    to: [priya],
    answers: "alex-priya-1",
    subject: "RE: Plug-in for the drawing tablets",
    body: ["Hi Priya, it does from version 7.2 on, which you already have.", "Alex"],
  },
  {
    key: "alex-omar-1",
    hoursAgo: 30,
    from: alex,
    to: [omar],
    answers: "northwind-handover",
    cc: [adele],
    subject: "RE: Enrolment profile for the handhelds",
    body: [
      "Hi Omar, Monday at ten is fine. I will bring the profile with the certificate already in it.",
      "Alex",
    ],
  },
  {
    key: "fabrikam-1",
    hoursAgo: 2.6 * day,
    from: priya,
    to: [diego],
    subject: "Samples for the spring catalogue",
    body: [
      "Hi Diego, the samples came in today and look great. Can we have forty of each by March?",
      "Priya",
    ],
  },
  {
    key: "fabrikam-2",
    hoursAgo: 2.5 * day,
    from: diego,
    to: [priya],
    cc: [nina],
    answers: "fabrikam-1",
    subject: "RE: Samples for the spring catalogue",
    body: ["Hi Priya, forty of each by the first week of March, promised.", "Diego"],
  },
];

export const customerMail: readonly ScriptedMail[] = [
  ...northwindMail,
  ...otherContacts,
  ...leads,
  ...strangers,
  ...othersCustomers,
];
