package dev.linkspan.activities.tidbcloud;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where TiDB Cloud's API is.
 *
 * @param endpoint scheme, host and port; really {@code https://serverless.tidbapi.com}
 * @param certificateAuthority PEM file to trust instead of the JVM's own list
 */
public record TidbCloudSettings(URI endpoint, Optional<Path> certificateAuthority) {}
