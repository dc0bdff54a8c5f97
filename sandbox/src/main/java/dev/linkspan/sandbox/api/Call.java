package dev.linkspan.sandbox.api;

/**
 * An authenticated call.
 *
 * @param account id of the account that signed the call
 * @param region id of an existing region; the default region if the caller sent none
 * @param parameters business and common parameters, without credentials and signature
 */
public record Call(String account, String region, String action, Parameters parameters) {}
