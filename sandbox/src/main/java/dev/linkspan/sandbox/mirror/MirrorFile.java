package dev.linkspan.sandbox.mirror;

/**
 * An archive of the mirror.
 *
 * @param version of what is packed: Kafka's or Java's
 * @param sha512 lower-case hexadecimal
 */
public record MirrorFile(String name, String version, String url, String sha512) {}
