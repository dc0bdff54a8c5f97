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
  NOT_YET,
  /** It may have happened or not: look, or repeat with the same token. */
  UNKNOWN_OUTCOME,
  /** The request's time or nonce was refused. */
  CLOCK,
  AUTHENTICATION,
  PERMISSION,
  QUOTA,
  MONEY,
  NO_STOCK,
  PRODUCT_NOT_OPEN,
  TOKEN_MISMATCH,
  /** Something else still uses it. */
  IN_USE,
  /** It exists already. */
  EXISTS,
  /** What was named is not there. */
  GONE,
  BAD_REQUEST;

  private record Rule(ErrorKind kind, Pattern codes) {}

  /** Tried in this order; the first that is found in the code wins. */
  private static final Rule[] RULES = {
    rule(THROTTLED, "throttling|flowcontrol|toomanyrequests"),
    rule(AUTHENTICATION, "accesskeyid|signaturedoesnotmatch|incompletesignature|securitytoken"),
    rule(AUTHENTICATION, "accesskeydisabled|invalidaccesskeysecret|credentials"),
    rule(UNKNOWN_OUTCOME, "^sdk\\.(serverunreachable|readtimeout|requesttryorretryfailed|inter)"),
    rule(BAD_REQUEST, "^sdk\\."),
    rule(TOKEN_MISMATCH, "idempot.*mismatch|^invalidclienttoken"),
    rule(NOT_YET, "idempotentprocessing|token_?processing|duplicated\\.clienttoken"),
    rule(CLOCK, "signaturenonceused|timestamp"),
    rule(PRODUCT_NOT_OPEN, "needopenproduct|notopen|notactivated"),
    rule(
        MONEY,
        "(enough|insufficient)balance|arrearage|unpaidbill|realname|riskcontrol|securityrisk"),
    rule(QUOTA, "quota|limitexceed|numberexceed"),
    rule(NO_STOCK, "nostock|notonsale|offline|nodecontrollerunavailable|zonesystemcategory"),
    rule(NO_STOCK, "^invalidinstancetype\\.|diskcategory|resourcenotavailable"),
    rule(PERMISSION, "servicelinkedrole|servicelinkrole"),
    rule(IN_USE, "dependencyviolation|depend[ae]nceviolation|connectiondependence|inuse"),
    rule(IN_USE, "duetoendpointexist|cannotremove|alreadyattached|deletionprotection"),
    rule(IN_USE, "^operationdenied\\..*(associat|bound|listener|privatelink|attached)"),
    rule(EXISTS, "alreadyexist|conflict\\.port|duplicated?param|serviceexist|resourceexist"),
    rule(EXISTS, "overlapped"),
    rule(GONE, "notfound$|notfound\\.|^resourcenotfound|notexist"),
    rule(NOT_YET, "conflict|concurrentcall|incorrect.*status|^invalidstatus|statusnotallowed"),
    rule(NOT_YET, "inconfiguring|increating|isconfiguring|configuring$|locked$"),
    rule(NOT_YET, "systembusy|servicebusy|othersubnet|dist\\w*lock|\\.lock$|notifycen"),
    rule(NOT_YET, "^endpoint(service|connection)?operationdenied|initializing"),
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
        return serverSide && rule.kind() != NOT_YET ? UNKNOWN_OUTCOME : rule.kind();
      }
    }
    return ofStatus(status);
  }

  private static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 0 -> UNKNOWN_OUTCOME;
      case 401 -> AUTHENTICATION;
      case 403 -> PERMISSION;
      case 404 -> GONE;
      case 409 -> NOT_YET;
      case 429 -> THROTTLED;
      default -> status >= 500 ? UNKNOWN_OUTCOME : BAD_REQUEST;
    };
  }
}
