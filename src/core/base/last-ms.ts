/** 9999-12-31T23:59:59.999Z, in milliseconds since 1970: what a four-digit year can say. Nothing later is kept or shown. */
export const LAST_MS = 253_402_300_799_999;
