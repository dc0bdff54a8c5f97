package dev.linkspan.activities.alibabacloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list that is paged with {@code NextToken} and {@code MaxResults}. */
public interface TokenPage<T> {
  /** Null where the API left the list out. */
  @Nullable List<T> items();

  /** Null or blank on the last page. */
  @Nullable String nextToken();
}
