package dev.linkspan.activities.alibabacloud;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an error of Alibaba Cloud's API means for us. Codes are told apart by family: the products
 * spell the same thing in several ways, and new codes come all the time.
 */
public enum ErrorKind {
  /** Too many calls: later. */
  THROTTLED,
  /** Something is still settling, or another call holds a lock: soon, with the same token. */
  RESOURCE_BUSY,
  /** It may have happened or not: look, or repeat with the same token. */
  UNKNOWN_OUTCOME,
  /** The request's time or nonce was refused. */
  CLOCK_SKEW,
  AUTHENTICATION,
  PERMISSION,
  QUOTA,
  BILLING,
  OUT_OF_STOCK,
  NOT_ACTIVATED,
  CLIENT_TOKEN_MISMATCH,
  /** Something else still uses it. */
  IN_USE,
  /** It exists already. */
  ALREADY_EXISTS,
  /** What was named is not there. */
  NOT_FOUND,
  BAD_REQUEST;

  private record Rule(ErrorKind kind, Pattern codes) {}

  /** Tried in this order; the first that is found in the code wins. */
  private static final Rule[] RULES = {
    rule(THROTTLED, "throttling|flowcontrol|toomanyrequests"),
    rule(AUTHENTICATION, "accesskeyid|signaturedoesnotmatch|incompletesignature|securitytoken"),
    rule(AUTHENTICATION, "accesskeydisabled|invalidaccesskeysecret|credentials"),
    rule(UNKNOWN_OUTCOME, "^sdk\\.(serverunreachable|readtimeout|requesttryorretryfailed|inter)"),
    rule(BAD_REQUEST, "^sdk\\."),
    rule(CLIENT_TOKEN_MISMATCH, "idempot.*mismatch|^invalidclienttoken"),
    rule(RESOURCE_BUSY, "idempotentprocessing|token_?processing|duplicated\\.clienttoken"),
    rule(CLOCK_SKEW, "signaturenonceused|timestamp"),
    rule(NOT_ACTIVATED, "needopenproduct|notopen|notactivated"),
    rule(
        BILLING,
        "(enough|insufficient)balance|arrearage|unpaidbill|realname|riskcontrol|securityrisk"),
    rule(QUOTA, "quota|limitexceed|numberexceed"),
    rule(OUT_OF_STOCK, "nostock|notonsale|offline|nodecontrollerunavailable|zonesystemcategory"),
    rule(OUT_OF_STOCK, "^invalidinstancetype\\.|diskcategory|resourcenotavailable"),
    rule(PERMISSION, "servicelinkedrole|servicelinkrole"),
    rule(IN_USE, "dependencyviolation|depend[ae]nceviolation|connectiondependence|inuse"),
    rule(IN_USE, "duetoendpointexist|cannotremove|alreadyattached|deletionprotection"),
    rule(IN_USE, "^operationdenied\\..*(associat|bound|listener|privatelink|attached)"),
    rule(
        ALREADY_EXISTS, "alreadyexist|conflict\\.port|duplicated?param|serviceexist|resourceexist"),
    rule(ALREADY_EXISTS, "overlapped"),
    rule(NOT_FOUND, "notfound$|notfound\\.|^resourcenotfound|notexist"),
    rule(
        RESOURCE_BUSY, "conflict|concurrentcall|incorrect.*status|^invalidstatus|statusnotallowed"),
    rule(RESOURCE_BUSY, "inconfiguring|increating|isconfiguring|configuring$|locked$"),
    rule(RESOURCE_BUSY, "systembusy|servicebusy|othersubnet|dist\\w*lock|\\.lock$|notifycen"),
    rule(RESOURCE_BUSY, "^endpoint(service|connection)?operationdenied|initializing"),
    rule(PERMISSION, "^forb+id+en|nopermission|^unauthorized|accessdenied"),
    rule(UNKNOWN_OUTCOME, "serviceunavailable|internalerror|unknownerror|servererror"),
  };

  private static Rule rule(ErrorKind kind, String codes) {
    return new Rule(kind, Pattern.compile(codes));
  }

  /**
   * Sorts one error.
   *
   * @param code as the API gave it; null where the body could not be read
   * @param status of HTTP; 0 where there was no answer
   */
  public static ErrorKind of(String code, int status) {
    String known = code == null ? "" : code.toLowerCase(Locale.ROOT);
    for (Rule rule : RULES) {
      if (rule.codes().matcher(known).find()) {
        boolean serverSide = status >= 500 && rule.kind() != THROTTLED;
        return serverSide && rule.kind() != RESOURCE_BUSY ? UNKNOWN_OUTCOME : rule.kind();
      }
    }
    return ofStatus(status);
  }

  private static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 0 -> UNKNOWN_OUTCOME;
      case 401 -> AUTHENTICATION;
      case 403 -> PERMISSION;
      case 404 -> NOT_FOUND;
      case 409 -> RESOURCE_BUSY;
      case 429 -> THROTTLED;
      default -> status >= 500 ? UNKNOWN_OUTCOME : BAD_REQUEST;
    };
  }
}
