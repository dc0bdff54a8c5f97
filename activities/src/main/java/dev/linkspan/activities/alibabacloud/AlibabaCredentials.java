package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;

/** Resolves the name that a spec gives to credentials that only the worker knows. */
@FunctionalInterface
public interface AlibabaCredentials {

  /**
   * @throws io.temporal.failure.ApplicationFailure that parks, for a name the worker does not know
   */
  AlibabaCloudCredentialsProvider named(String name);
}
