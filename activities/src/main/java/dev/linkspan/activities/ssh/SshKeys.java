package dev.linkspan.activities.ssh;

import java.nio.file.Path;

/** Finds the private key that a spec names. The key never leaves the worker's machine. */
@FunctionalInterface
public interface SshKeys {

  /**
   * An RSA or ECDSA key without a passphrase, as PEM or in OpenSSH's format.
   *
   * @throws IllegalArgumentException where no key has this name
   */
  Path privateKey(String name);
}
