import { html, type SafeHtml } from "../../core/html.ts";
import { textOf, type OpenOrg, type StoredRecord } from "../org.ts";
import type { FieldValue } from "../schema/field-schema.ts";
import { readField } from "../soql/field-path.ts";
import { renderPage } from "./layout.ts";
import { linkTo, showValue, type Viewer } from "./list-pages.ts";

/** One record: its filled fields, and what happened around it. */
export function renderRecordPage(viewer: Viewer, row: StoredRecord): string | undefined {
  const { opened } = viewer;
  const entry = opened.catalogue.find(row.type);
  if (!entry) return undefined;
  const title = nameOf(opened, row);
  const filled = entry.schema.fields.filter((field) => {
    const value = row.values[field.name];
    return (
      field.type !== "base64" &&
      value !== null &&
      value !== undefined &&
      value !== "" &&
      field.name !== "IsDeleted"
    );
  });
  return renderPage(
    `${title} | ${entry.schema.label}`,
    html`<article class="card">
        <p>${entry.schema.label}</p>
        <h1>${title}</h1>
        <h2>Details</h2>
        <dl>
          ${filled.map((field) => html`<div><dt>${field.label}</dt><dd>${showFieldValue(opened, row.values[field.name])}</dd></div>`)}
        </dl>
      </article>
      ${renderRelations(opened, row)} ${renderActivity(opened, row)}`,
    viewer,
  );
}

export function nameOf(opened: OpenOrg, row: StoredRecord): string {
  const nameField = opened.catalogue.find(row.type)?.nameField;
  return (nameField && showValue(readField(row, nameField))) || row.id;
}

function showFieldValue(opened: OpenOrg, value: FieldValue | undefined): SafeHtml {
  const related = typeof value === "string" && value.length === 18 ? opened.findById(value) : undefined;
  if (related && related.values["IsDeleted"] !== true) return linkTo(related, nameOf(opened, related));
  return html`${showValue(value)}`;
}

/** The people of a mail, by their side of it. */
function renderRelations(opened: OpenOrg, mail: StoredRecord): SafeHtml | false {
  if (mail.type !== "EmailMessage") return false;
  const relations = opened
    .rows("EmailMessageRelation")
    .filter(
      (relation) => relation.values["EmailMessageId"] === mail.id && relation.values["IsDeleted"] !== true,
    );
  return html`<section class="card" aria-labelledby="relations">
    <h2 id="relations">Email relations</h2>
    ${relations.length === 0 && html`<p>Nobody is linked to this email.</p>`}
    <ul>
      ${relations.map(
        (relation) => html`<li>
        ${textOf(relation, "RelationType")}: ${showFieldValue(opened, relation.values["RelationId"])}
        ${textOf(relation, "RelationAddress")}
      </li>`,
      )}
    </ul>
  </section>`;
}

interface ActivityLine {
  readonly row: StoredRecord;
  readonly kind: string;
  readonly when: string;
}

const activityHolders = ["Account", "Contact", "Lead", "Opportunity", "Case", "User"];

function renderActivity(opened: OpenOrg, row: StoredRecord): SafeHtml | false {
  if (!activityHolders.includes(row.type)) return false;
  const lines = listActivity(opened, row);
  return html`<section class="card" aria-labelledby="activity">
    <h2 id="activity">Activity</h2>
    ${lines.length === 0 && html`<p>No activity yet.</p>`}
    <ul>
      ${lines.map(
        ({ row: activity, kind, when }) => html`<li>
        ${linkTo(activity, textOf(activity, "Subject") || "(no subject)")} · ${kind} · ${showValue(when)}
      </li>`,
      )}
    </ul>
  </section>`;
}

/** Mails reach a record by RelatedToId or through their people; a mail's own task is not shown a second time. */
function listActivity(opened: OpenOrg, row: StoredRecord): ActivityLine[] {
  const isLive = (candidate: StoredRecord) => candidate.values["IsDeleted"] !== true;
  const peopleIds = new Set([row.id]);
  if (row.type === "Account") {
    for (const contact of opened.rows("Contact").filter((person) => person.values["AccountId"] === row.id)) {
      peopleIds.add(contact.id);
    }
  }
  const relatedMailIds = new Set(
    opened
      .rows("EmailMessageRelation")
      .filter((relation) => isLive(relation) && peopleIds.has(textOf(relation, "RelationId")))
      .map((relation) => relation.values["EmailMessageId"]),
  );
  const mails = opened
    .rows("EmailMessage")
    .filter(
      (mail) =>
        isLive(mail) &&
        (relatedMailIds.has(mail.id) ||
          mail.values["RelatedToId"] === row.id ||
          mail.values["ParentId"] === row.id),
    );
  const mailTaskIds = new Set(mails.map((mail) => mail.values["ActivityId"]));
  const others = ["Task", "Event"].flatMap((type) =>
    opened
      .rows(type)
      .filter(
        (activity) =>
          isLive(activity) &&
          !mailTaskIds.has(activity.id) &&
          (activity.values["WhatId"] === row.id ||
            activity.values["AccountId"] === row.id ||
            peopleIds.has(textOf(activity, "WhoId"))),
      ),
  );
  return [
    ...mails.map((mail) => ({ row: mail, kind: "Email", when: textOf(mail, "MessageDate") })),
    ...others.map((activity) => ({
      row: activity,
      kind: activity.type,
      when: textOf(activity, "StartDateTime") || textOf(activity, "ActivityDate"),
    })),
  ].toSorted((left, right) => right.when.localeCompare(left.when));
}
