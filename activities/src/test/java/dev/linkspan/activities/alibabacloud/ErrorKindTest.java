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
    "SystemBusy, 400, RESOURCE_BUSY",
    "System.ServiceBusy, 400, RESOURCE_BUSY",
    "OperationFailed.SystemBusy, 400, RESOURCE_BUSY",
    "TaskConflict, 400, RESOURCE_BUSY",
    "OperationConflict, 409, RESOURCE_BUSY",
    "Conflict.Lock, 400, RESOURCE_BUSY",
    "ConcurrentCallNotSupported, 400, RESOURCE_BUSY",
    "IncorrectVSwitchStatus, 400, RESOURCE_BUSY",
    "IncorrectVpcStatus, 400, RESOURCE_BUSY",
    "IncorrectStatus.loadbalancer, 400, RESOURCE_BUSY",
    "IncorrectStatus.serverGroup, 400, RESOURCE_BUSY",
    "IncorrectInstanceStatus.Initializing, 403, RESOURCE_BUSY",
    "IncorrectRouteEntryStatus, 400, RESOURCE_BUSY",
    "InvalidStatus.RouteEntry, 404, RESOURCE_BUSY",
    "ResourceInConfiguring.VswitchId, 400, RESOURCE_BUSY",
    "ResourceInCreating.loadbalancer, 400, RESOURCE_BUSY",
    "OperationFailed.ResourceIsConfiguring, 400, RESOURCE_BUSY",
    "OperationDenied.OtherSubnetCreating, 400, RESOURCE_BUSY",
    "OperationDenied.OtherSubnetProcessing, 400, RESOURCE_BUSY",
    "OperationFailed.DistibuteLock, 400, RESOURCE_BUSY",
    "OperationDenied.CreatingConflict, 404, RESOURCE_BUSY",
    "EndpointServiceOperationDenied, 400, RESOURCE_BUSY",
    "EndpointConnectionOperationDenied, 400, RESOURCE_BUSY",
    "EndpointOperationDenied, 400, RESOURCE_BUSY",
    "EndpointServiceLocked, 400, RESOURCE_BUSY",
    "VSwitchStatusNotAllowed, 400, RESOURCE_BUSY",
    "IdempotentProcessing, 403, RESOURCE_BUSY",
    "LastTokenProcessing, 400, RESOURCE_BUSY",
    "TOKEN_PROCESSING, 400, RESOURCE_BUSY",
    "OperationFailed.IdempotentTokenProcessing, 400, RESOURCE_BUSY",
    "Duplicated.ClientToken, 400, RESOURCE_BUSY",
    "IdempotentParameterMismatch, 400, CLIENT_TOKEN_MISMATCH",
    "IdempotenceSignatureMismatch, 400, CLIENT_TOKEN_MISMATCH",
    "InvalidIdempotenceParameter.Mismatch, 400, CLIENT_TOKEN_MISMATCH",
    "InvalidAccessKeyId.NotFound, 404, AUTHENTICATION",
    "InvalidAccessKeyId.Inactive, 400, AUTHENTICATION",
    "SignatureDoesNotMatch, 400, AUTHENTICATION",
    "SDK.InvalidAccessKeySecret, 400, AUTHENTICATION",
    "SDK.CredentialsUnavailable, 0, AUTHENTICATION",
    "IncompleteSignature, 400, AUTHENTICATION",
    "InvalidSecurityToken.Expired, 400, AUTHENTICATION",
    "Forbidden.AccessKeyDisabled, 403, AUTHENTICATION",
    "SignatureNonceUsed, 400, CLOCK_SKEW",
    "InvalidTimeStamp.Expired, 400, CLOCK_SKEW",
    "IllegalTimestamp, 400, CLOCK_SKEW",
    "Forbidden.RAM, 403, PERMISSION",
    "Forbidden.Unauthorized, 403, PERMISSION",
    "Forbidden.SubUser, 403, PERMISSION",
    "Forbidden.NoPermission, 403, PERMISSION",
    "Forbbiden, 403, PERMISSION",
    "NoPermission, 400, PERMISSION",
    "UnauthorizedZone, 403, REGION",
    "OperationDenied.ServiceLinkedRoleNotExist, 400, PERMISSION",
    "QuotaExceed.SecurityGroup, 403, QUOTA",
    "QuotaExceeded.Vpc, 400, QUOTA",
    "QuotaExceeded.QuotaInsufficient, 400, QUOTA",
    "QuotaMisMatched, 400, QUOTA",
    "AuthorizationLimitExceed, 403, QUOTA",
    "InvalidAccountStatus.NotEnoughBalance, 403, BILLING",
    "InsufficientBalance, 400, BILLING",
    "Account.Arrearage, 400, BILLING",
    "OperationFailed.UnpaidBill, 400, BILLING",
    "RealNameAuthenticationError, 403, BILLING",
    "Forbidden.RiskControl, 403, BILLING",
    "OperationDenied.NoStock, 403, OUT_OF_STOCK",
    "Zone.NotOnSale, 403, OUT_OF_STOCK",
    "InvalidInstanceType.ZoneNotSupported, 403, OUT_OF_STOCK",
    "InstanceType.Offline, 403, OUT_OF_STOCK",
    "InvalidSystemDiskCategory.ValueNotSupported, 400, OUT_OF_STOCK",
    "NeedOpenProduct, 400, NOT_ACTIVATED",
    "DependencyViolation, 403, IN_USE",
    "DependencyViolation.VSwitch, 400, IN_USE",
    "EndpointServiceConnectionDependence, 400, IN_USE",
    "EndpointServiceDependenceViolation, 400, IN_USE",
    "DeleteFailedDueToEndpointExist, 400, IN_USE",
    "ResourceInUse.ServerGroup, 400, IN_USE",
    "InvalidParameter.KeypairAlreadyAttachedInstance, 400, IN_USE",
    "OperationDenied.DeletionProtectionEnabled, 400, DELETION_PROTECTED",
    "InvalidOperation.DeletionProtection, 403, DELETION_PROTECTED",
    "Operation.Conflict, 400, RESOURCE_BUSY",
    "InvalidOperation.Conflict, 400, RESOURCE_BUSY",
    "OperationFailed.LastTokenProcessing, 400, RESOURCE_BUSY",
    "LastOrderProcessing, 400, RESOURCE_BUSY",
    "LastRequestProcessing, 400, RESOURCE_BUSY",
    "OperationBusy, 400, RESOURCE_BUSY",
    "InstanceLockedForSecurity, 403, BILLING",
    "InvalidAction.NotFound, 404, BAD_REQUEST",
    "InvalidApi.NotFound, 404, BAD_REQUEST",
    "InvalidVersion, 404, BAD_REQUEST",
    "InvalidProduct.NotFound, 404, BAD_REQUEST",
    "Conflict.Port, 400, ALREADY_EXISTS",
    "KeyPair.AlreadyExist, 400, ALREADY_EXISTS",
    "DuplicatedParam.Server, 400, ALREADY_EXISTS",
    "EndpointServiceExist, 400, ALREADY_EXISTS",
    "EndpointServiceResourceExist, 400, ALREADY_EXISTS",
    "InvalidCidrBlock.Overlapped, 400, ALREADY_EXISTS",
    "InvalidVpcId.NotFound, 404, NOT_FOUND",
    "InvalidVSwitchId.NotFound, 400, NOT_FOUND",
    "InvalidSecurityGroup.NotFound, 404, NOT_FOUND",
    "Forbidden.VpcNotFound, 400, NOT_FOUND",
    "ResourceNotFound.loadBalancer, 404, NOT_FOUND",
    "ResourceNotFound.listener, 404, NOT_FOUND",
    "EndpointServiceNotFound, 400, NOT_FOUND",
    "EndpointConnectionNotFound, 400, NOT_FOUND",
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
    "404, NOT_FOUND",
    "408, UNKNOWN_OUTCOME",
    "409, RESOURCE_BUSY",
    "429, THROTTLED",
    "502, UNKNOWN_OUTCOME"
  })
  void withoutACodeTheStatusDecides(int status, ErrorKind kind) {
    assertThat(ErrorKind.of(null, status)).isEqualTo(kind);
  }

  @Test
  void anUnknownCodeIsSortedByItsStatus() {
    assertThat(ErrorKind.of("Something.Strange", 403)).isEqualTo(ErrorKind.BAD_REQUEST);
    assertThat(ErrorKind.of("Something.Strange", 400)).isEqualTo(ErrorKind.BAD_REQUEST);
    assertThat(ErrorKind.of("Something.Strange", 503)).isEqualTo(ErrorKind.UNKNOWN_OUTCOME);
  }
}
