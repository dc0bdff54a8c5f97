package dev.linkspan.sandbox.api;

/**
 * An authenticated call.
 *
 * @param account id of the account that signed it
 * @param region a known region id; the default region where the caller sent none
 * @param parameters the business and common parameters, without credentials and signature
 */
public record Call(String account, String region, String action, Parameters parameters) {}
