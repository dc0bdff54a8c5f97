package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;

/** Resolves the name of credentials in a spec to the credentials, which only the worker knows. */
@FunctionalInterface
public interface AlibabaCredentials {

  /**
   * @throws io.temporal.failure.ApplicationFailure that parks the step, for an unknown name
   */
  AlibabaCloudCredentialsProvider named(String name);
}
