package dev.linkspan.activities.alibabacloud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorKindTest {

  @ParameterizedTest(name = "{0} ({1}) is {2}")
  @CsvSource({
    "Throttling, 400, THROTTLED",
    "Throttling.User, 400, THROTTLED",
    "Throttling.Resource, 429, THROTTLED",
    "Rejected.Throttling, 503, THROTTLED",
    "ServiceUnavailable, 503, UNKNOWN_OUTCOME",
    "InternalError, 500, UNKNOWN_OUTCOME",
    "InternalError, 400, UNKNOWN_OUTCOME",
    "UnknownError, 400, UNKNOWN_OUTCOME",
    "OperationDenied.NoStock, 500, UNKNOWN_OUTCOME",
    "SDK.ServerUnreachable, 0, UNKNOWN_OUTCOME",
    "SDK.ReadTimeout, 0, UNKNOWN_OUTCOME",
    "SDK.RequestTryOrRetryFailed, 200, UNKNOWN_OUTCOME",
    "SDK.EndpointResolvingError, 0, BAD_REQUEST",
    "SystemBusy, 400, NOT_YET",
    "System.ServiceBusy, 400, NOT_YET",
    "OperationFailed.SystemBusy, 400, NOT_YET",
    "TaskConflict, 400, NOT_YET",
    "OperationConflict, 409, NOT_YET",
    "Conflict.Lock, 400, NOT_YET",
    "ConcurrentCallNotSupported, 400, NOT_YET",
    "IncorrectVSwitchStatus, 400, NOT_YET",
    "IncorrectVpcStatus, 400, NOT_YET",
    "IncorrectStatus.loadbalancer, 400, NOT_YET",
    "IncorrectStatus.serverGroup, 400, NOT_YET",
    "IncorrectInstanceStatus.Initializing, 403, NOT_YET",
    "IncorrectRouteEntryStatus, 400, NOT_YET",
    "InvalidStatus.RouteEntry, 404, NOT_YET",
    "ResourceInConfiguring.VswitchId, 400, NOT_YET",
    "ResourceInCreating.loadbalancer, 400, NOT_YET",
    "OperationFailed.ResourceIsConfiguring, 400, NOT_YET",
    "OperationDenied.OtherSubnetCreating, 400, NOT_YET",
    "OperationDenied.OtherSubnetProcessing, 400, NOT_YET",
    "OperationFailed.DistibuteLock, 400, NOT_YET",
    "OperationDenied.CreatingConflict, 404, NOT_YET",
    "EndpointServiceOperationDenied, 400, NOT_YET",
    "EndpointConnectionOperationDenied, 400, NOT_YET",
    "EndpointOperationDenied, 400, NOT_YET",
    "EndpointServiceLocked, 400, NOT_YET",
    "VSwitchStatusNotAllowed, 400, NOT_YET",
    "IdempotentProcessing, 403, NOT_YET",
    "LastTokenProcessing, 400, NOT_YET",
    "TOKEN_PROCESSING, 400, NOT_YET",
    "OperationFailed.IdempotentTokenProcessing, 400, NOT_YET",
    "Duplicated.ClientToken, 400, NOT_YET",
    "IdempotentParameterMismatch, 400, TOKEN_MISMATCH",
    "IdempotenceSignatureMismatch, 400, TOKEN_MISMATCH",
    "InvalidIdempotenceParameter.Mismatch, 400, TOKEN_MISMATCH",
    "InvalidAccessKeyId.NotFound, 404, AUTHENTICATION",
    "InvalidAccessKeyId.Inactive, 400, AUTHENTICATION",
    "SignatureDoesNotMatch, 400, AUTHENTICATION",
    "SDK.InvalidAccessKeySecret, 400, AUTHENTICATION",
    "SDK.CredentialsUnavailable, 0, AUTHENTICATION",
    "IncompleteSignature, 400, AUTHENTICATION",
    "InvalidSecurityToken.Expired, 400, AUTHENTICATION",
    "Forbidden.AccessKeyDisabled, 403, AUTHENTICATION",
    "SignatureNonceUsed, 400, CLOCK",
    "InvalidTimeStamp.Expired, 400, CLOCK",
    "IllegalTimestamp, 400, CLOCK",
    "Forbidden.RAM, 403, PERMISSION",
    "Forbidden.Unauthorized, 403, PERMISSION",
    "Forbidden.SubUser, 403, PERMISSION",
    "Forbidden.NoPermission, 403, PERMISSION",
    "Forbbiden, 403, PERMISSION",
    "NoPermission, 400, PERMISSION",
    "UnauthorizedZone, 403, PERMISSION",
    "OperationDenied.ServiceLinkedRoleNotExist, 400, PERMISSION",
    "QuotaExceed.SecurityGroup, 403, QUOTA",
    "QuotaExceeded.Vpc, 400, QUOTA",
    "QuotaExceeded.QuotaInsufficient, 400, QUOTA",
    "QuotaMisMatched, 400, QUOTA",
    "AuthorizationLimitExceed, 403, QUOTA",
    "InvalidAccountStatus.NotEnoughBalance, 403, MONEY",
    "InsufficientBalance, 400, MONEY",
    "Account.Arrearage, 400, MONEY",
    "OperationFailed.UnpaidBill, 400, MONEY",
    "RealNameAuthenticationError, 403, MONEY",
    "Forbidden.RiskControl, 403, MONEY",
    "OperationDenied.NoStock, 403, NO_STOCK",
    "Zone.NotOnSale, 403, NO_STOCK",
    "InvalidInstanceType.ZoneNotSupported, 403, NO_STOCK",
    "InstanceType.Offline, 403, NO_STOCK",
    "InvalidSystemDiskCategory.ValueNotSupported, 400, NO_STOCK",
    "NeedOpenProduct, 400, PRODUCT_NOT_OPEN",
    "DependencyViolation, 403, IN_USE",
    "DependencyViolation.VSwitch, 400, IN_USE",
    "EndpointServiceConnectionDependence, 400, IN_USE",
    "EndpointServiceDependenceViolation, 400, IN_USE",
    "DeleteFailedDueToEndpointExist, 400, IN_USE",
    "ResourceInUse.ServerGroup, 400, IN_USE",
    "InvalidParameter.KeypairAlreadyAttachedInstance, 400, IN_USE",
    "OperationDenied.DeletionProtectionEnabled, 400, IN_USE",
    "Conflict.Port, 400, EXISTS",
    "KeyPair.AlreadyExist, 400, EXISTS",
    "DuplicatedParam.Server, 400, EXISTS",
    "EndpointServiceExist, 400, EXISTS",
    "EndpointServiceResourceExist, 400, EXISTS",
    "InvalidCidrBlock.Overlapped, 400, EXISTS",
    "InvalidVpcId.NotFound, 404, GONE",
    "InvalidVSwitchId.NotFound, 400, GONE",
    "InvalidSecurityGroup.NotFound, 404, GONE",
    "Forbidden.VpcNotFound, 400, GONE",
    "ResourceNotFound.loadBalancer, 404, GONE",
    "ResourceNotFound.listener, 404, GONE",
    "EndpointServiceNotFound, 400, GONE",
    "EndpointConnectionNotFound, 400, GONE",
    "MissingParameter, 400, BAD_REQUEST",
    "MissingParam.UserArn, 400, BAD_REQUEST",
    "InvalidParameter, 400, BAD_REQUEST",
    "IllegalParam.VpcId, 400, BAD_REQUEST",
    "UnsupportedOperation, 400, BAD_REQUEST",
    "ResourceNotEnough.VSwitchIp, 400, BAD_REQUEST"
  })
  void codesAreSortedByFamily(String code, int status, ErrorKind kind) {
    assertThat(ErrorKind.of(code, status)).isEqualTo(kind);
  }

  @ParameterizedTest(name = "no code, status {0} is {1}")
  @CsvSource({
    "0, UNKNOWN_OUTCOME",
    "400, BAD_REQUEST",
    "401, AUTHENTICATION",
    "403, PERMISSION",
    "404, GONE",
    "409, NOT_YET",
    "429, THROTTLED",
    "502, UNKNOWN_OUTCOME"
  })
  void withoutACodeTheStatusDecides(int status, ErrorKind kind) {
    assertThat(ErrorKind.of(null, status)).isEqualTo(kind);
  }

  @Test
  void aCodeNobodyHasSeenIsSortedByItsStatus() {
    assertThat(ErrorKind.of("Something.Strange", 403)).isEqualTo(ErrorKind.PERMISSION);
    assertThat(ErrorKind.of("Something.Strange", 400)).isEqualTo(ErrorKind.BAD_REQUEST);
    assertThat(ErrorKind.of("Something.Strange", 503)).isEqualTo(ErrorKind.UNKNOWN_OUTCOME);
  }
}
