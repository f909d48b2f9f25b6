import type { CauseCode } from "./causes.ts";

const groups: Readonly<Partial<Record<CauseCode, string>>> = {
  admin_approval_required: "90094 90093 900941 90099",
  approval_request_pending: "90095 900981",
  not_assigned: "50105",
  app_disabled: "7000112 1000031",
  wrong_tenant: "50020 90002",
  conditional_access: "53003 53000 53001 530032 530034 530035 50097",
  mfa_required: "50076 50074 50079 50072 50078",
  access_restricted: "500021 500022 500212 500213",
  account_unusable: "50034 50126 50053 50055 50057 16000",
  session_expired: "70043 50173 700082 700084 50058",
  transient: "90090 50196 70008 54005 501481 700005",
  registration_fault:
    "90008 1003031 650052 500011 650054 650057 65005 650056 50194 50011 500113 900971 7000215 7000222 7000218 700025 9002326 9002327 70011 28000 28002 28003 700022 650053 90023 900144 90014 9002313 9001023 90130",
};

const causeByNumber = new Map<string, CauseCode>(
  causeCodes().flatMap((cause) => (groups[cause] ?? "").split(" ").map((number) => [number, cause])),
);

/** The cause that an AADSTS number names by itself; 65001, 65004, 700016 and 70001 need more than the number. */
export function causeOfAadsts(number: string): CauseCode | undefined {
  return causeByNumber.get(number);
}

function causeCodes(): CauseCode[] {
  const codes: CauseCode[] = [
    "admin_approval_required",
    "approval_request_pending",
    "not_assigned",
    "app_disabled",
    "wrong_tenant",
    "conditional_access",
    "mfa_required",
    "access_restricted",
    "account_unusable",
    "session_expired",
    "transient",
    "registration_fault",
  ];
  return codes;
}
