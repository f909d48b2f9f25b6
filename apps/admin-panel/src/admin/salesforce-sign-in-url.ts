/** Starts the sign-in in this window and comes back to the panel (`sessions` in the API contract). */
export const salesforceSignInUrl = "/sign-in/salesforce/start?surface=admin";
