package dev.linkspan.sandbox.mirror;

/**
 * An archive of the mirror.
 *
 * @param version version of Kafka or Java
 * @param sha512 lower-case hexadecimal checksum
 */
public record MirrorFile(String name, String version, String url, String sha512) {}
