package dev.linkspan.sandbox.signature;

import dev.linkspan.sandbox.api.ApiError;

/** The errors for signatures that are not accepted. */
final class SignatureErrors {
  private SignatureErrors() {}

  static ApiError unknownKey() {
    return new ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }

  static ApiError incomplete() {
    return new ApiError(
        400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.");
  }

  /** Quotes the string that the server signed, because the SDK for Java compares it. */
  static ApiError mismatch(String stringToSign) {
    return new ApiError(
        400,
        "SignatureDoesNotMatch",
        "Specified signature is not matched with our calculation. server string to sign is:"
            + stringToSign);
  }

  static ApiError malformedTime() {
    return new ApiError(400, "IllegalTimestamp", "Specified time stamp is malformed.");
  }

  static ApiError expired() {
    return new ApiError(
        400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }

  static ApiError nonceUsed() {
    return new ApiError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }

  static ApiError unexpectedToken() {
    return new ApiError(
        400,
        "InvalidSecurityToken.MismatchWithAccessKey",
        "Specified SecurityToken mismatch with the AccessKey.");
  }
}
