package dev.linkspan.activities.tidbcloud;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where TiDB Cloud's API is.
 *
 * @param endpoint scheme, host and port; {@code https://serverless.tidbapi.com} is the real one
 * @param certificateAuthority PEM file to trust instead of the JVM's own list
 */
public record TidbCloudSettings(URI endpoint, Optional<Path> certificateAuthority) {}
