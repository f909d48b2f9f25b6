/** Names for the sentences; where one is left out, `{{ organization_name }}` or `{{ product_name }}` stays in the text. */
export type DiagnosisNames = { organization?: string | undefined; product?: string | undefined };

/** Puts the names into a text; a name is taken literally, whatever characters it holds. */
export function fillInNames(text: string, { organization, product }: DiagnosisNames): string {
  return text
    .replaceAll("{{ organization_name }}", () => organization ?? "{{ organization_name }}")
    .replaceAll("{{ product_name }}", () => product ?? "{{ product_name }}");
}
