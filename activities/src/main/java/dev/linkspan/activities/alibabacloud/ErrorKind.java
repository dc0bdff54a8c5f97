package dev.linkspan.activities.alibabacloud;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error of Alibaba Cloud's API means for the setup. Codes are matched by family: the
 * products spell the same error in several ways, and add codes all the time.
 *
 * <p>Source: the error codes of the products' API references, and the codes that Alibaba Cloud's
 * Terraform provider retries. {@code error-codes.csv} of the tests lists the official codes of
 * every action that Linkspan calls, each with its kind.
 */
public enum ErrorKind {
  /** Too many calls: retry later. */
  THROTTLED,
  /** A state does not allow the call yet, or another call holds a lock: retry soon. */
  RESOURCE_BUSY,
  /** The call may have taken effect: read the state, or repeat it with the same client token. */
  UNKNOWN_OUTCOME,
  /** The API rejected the request's time or nonce. */
  CLOCK_SKEW,
  AUTHENTICATION,
  PERMISSION,
  QUOTA,
  /** The account: balance, payment method, unpaid bills, identity verification or risk control. */
  BILLING,
  /** The region or zone does not exist, or is not open to this account. */
  REGION,
  /** The instance type or disk category is not on sale in the zone. */
  OUT_OF_STOCK,
  /** The account has not activated the product. */
  NOT_ACTIVATED,
  /** The client token was used before, with other parameters. */
  CLIENT_TOKEN_MISMATCH,
  /** Another resource still uses it. */
  IN_USE,
  /** Somebody has protected it from deletion. */
  DELETION_PROTECTED,
  ALREADY_EXISTS,
  NOT_FOUND,
  BAD_REQUEST;

  private record Rule(ErrorKind kind, Pattern codes) {}

  /** Tried in this order; the first pattern found in the code decides. */
  private static final Rule[] RULES = {
    rule(THROTTLED, "throttling|flowcontrol|toomanyrequests"),
    rule(AUTHENTICATION, "accesskeyid|signaturedoesnotmatch|incompletesignature|securitytoken"),
    rule(AUTHENTICATION, "accesskeydisabled|invalidaccesskeysecret|credentials"),
    rule(UNKNOWN_OUTCOME, "^sdk\\.(serverunreachable|readtimeout|requesttryorretryfailed|inter)"),
    rule(BAD_REQUEST, "^sdk\\."),
    rule(CLIENT_TOKEN_MISMATCH, "idempot.*mismatch|^invalidclienttoken"),
    rule(RESOURCE_BUSY, "idempotentprocessing|token_?processing|duplicated\\.clienttoken"),
    rule(CLOCK_SKEW, "signaturenonceused|^(invalid|illegal)?timestamp"),
    rule(REGION, "regionunauthorized|^unauthorized(region|zone)|^zone\\.notopen|zonenotallowed"),
    rule(REGION, "resourcecontrol|^forbidden\\.region|^invalid\\.?regionid|^unavailable\\.region"),
    rule(REGION, "regionnotsupport|requestregioninvalid|regionidnotsupport"),
    rule(NOT_ACTIVATED, "needopenproduct|(product|service)notopen|notactivated"),
    rule(BILLING, "enoughbalance|insufficientbalance|arrear|unpaid|paymentmethod|payamount"),
    rule(BILLING, "realname|riskcontrol|securityrisk|accountstatus|^invalidaccount\\."),
    rule(BILLING, "lockedforsecurity"),
    rule(
        BILLING, "^invalidpaymethod|^accountforbidden|instanceexpired|^invalidoperation\\.usernot"),
    rule(QUOTA, "quota|limitexceed|numberexceed|countexceed"),
    rule(OUT_OF_STOCK, "nostock|notonsale|offline|nodecontrollerunavailable|zonesystemcategory"),
    rule(OUT_OF_STOCK, "^invalidinstancetype\\.|diskcategory|resourcenotavailable|lackresource"),
    rule(OUT_OF_STOCK, "cloudssdnotsupported|^categorynotsupported|disktypenotsupport"),
    rule(OUT_OF_STOCK, "(payg|prepay)notavailable|performancelevel"),
    rule(PERMISSION, "servicelinkedrole|servicelinkrole|passroleforbidden"),
    rule(
        BAD_REQUEST,
        "^dependencyviolation\\.(windowsinstance|iooptimized)|^illegalparam|imagenotvalid"),
    rule(DELETION_PROTECTED, "deletionprotection(enabled)?$"),
    rule(IN_USE, "dependencyviolation|depend[ae]nceviolation|connectiondependence|inuse"),
    rule(IN_USE, "duetoendpointexist|cannotremove|alreadyattached"),
    rule(IN_USE, "^operationdenied\\..*(associat|bound|listener|privatelink|attached)"),
    rule(IN_USE, "^operationdenied\\.(natgwexist|vpcpeerexist)"),
    rule(ALREADY_EXISTS, "alreadyexist|conflict\\.(port|servicename)|duplicatedparam|serviceexist"),
    rule(ALREADY_EXISTS, "resourceexist|overlapped"),
    // The API has no such action: that says nothing about a resource.
    rule(BAD_REQUEST, "^invalid(action|api|version|product)(\\.|$)"),
    rule(NOT_FOUND, "notfound$|notfound\\.|^resourcenotfound|notexist|^invalidsecuritygroupid$"),
    rule(BAD_REQUEST, "^incorrectimagestatus|^hibernation"),
    rule(RESOURCE_BUSY, "taskconflict|operation\\.?conflict|conflict\\.lock|creatingconflict"),
    rule(RESOURCE_BUSY, "last(order|request)processing|operationbusy|hostrepairing"),
    rule(RESOURCE_BUSY, "concurrentcall|incorrect.*status|^invalidstatus|statusnotallowed"),
    rule(RESOURCE_BUSY, "inconfiguring|increating|isconfiguring|configuring$|locked$|notready$"),
    rule(RESOURCE_BUSY, "systembusy|servicebusy|othersubnet|dist\\w*lock|\\.lock$|notifycen"),
    rule(RESOURCE_BUSY, "^endpoint(service|connection)?operationdenied|initializing"),
    rule(BAD_REQUEST, "onlysupportenterprisegroup"),
    rule(PERMISSION, "^forb+id+en|^nopermission|^unauthorized|accessdenied"),
    rule(UNKNOWN_OUTCOME, "serviceunavailable|internalerror|unknownerror|servererror"),
    rule(UNKNOWN_OUTCOME, "invokeerror|^generateresourceidfailed|getxipfailed"),
    rule(BAD_REQUEST, "^(invalid|illegal|missing|hostname|unsupported|iooptimized)"),
  };

  private static Rule rule(ErrorKind kind, String codes) {
    return new Rule(kind, Pattern.compile(codes));
  }

  /**
   * Returns the kind of an error.
   *
   * @param code as the API returned it; null where the body could not be read
   * @param status of HTTP; 0 where there was no response
   */
  public static ErrorKind of(@Nullable String code, int status) {
    String known = code == null ? "" : code.toLowerCase(Locale.ROOT);
    if (known.equals("forbbiden") && status == 400) {
      return IN_USE; // DeleteVpc: "Active custom route in vpc."
    }
    for (Rule rule : RULES) {
      if (rule.codes().matcher(known).find()) {
        boolean serverSide = status >= 500 && rule.kind() != THROTTLED;
        return serverSide && rule.kind() != RESOURCE_BUSY ? UNKNOWN_OUTCOME : rule.kind();
      }
    }
    return known.isEmpty() || status != 403 ? ofStatus(status) : BAD_REQUEST;
  }

  private static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 0 -> UNKNOWN_OUTCOME;
      case 401 -> AUTHENTICATION;
      case 403 -> PERMISSION;
      case 404 -> NOT_FOUND;
      case 408 -> UNKNOWN_OUTCOME;
      case 409 -> RESOURCE_BUSY;
      case 429 -> THROTTLED;
      default -> status >= 500 ? UNKNOWN_OUTCOME : BAD_REQUEST;
    };
  }
}
