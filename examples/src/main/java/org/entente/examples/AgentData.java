package org.entente.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.entente.keys.KeyProtector;
import org.entente.storage.InMemoryStorage;
import org.entente.storage.Storage;
import org.entente.storage.h2.H2Storage;

/**
 * Where a sample keeps its agent: in memory, or in a directory, sealed with a passphrase or a
 * generated key.
 *
 * @param directory in memory if empty
 * @param passphraseVariable the environment variable that has the passphrase
 */
public record AgentData(Optional<Path> directory, Optional<String> passphraseVariable) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Puts them together.
   *
   * @throws UsageException if there is a passphrase and nothing to protect
   */
  public AgentData {
    if (directory.isEmpty() && passphraseVariable.isPresent()) {
      throw new UsageException("--passphrase-env protects what --data keeps; give both");
    }
  }

  /**
   * Opens the storage, or makes it.
   *
   * @throws UsageException if the passphrase is missing
   * @throws IOException if the files cannot be used
   */
  public Storage open() throws IOException {
    if (directory.isEmpty()) {
      return new InMemoryStorage();
    }
    try (KeyProtector protector = protector()) {
      if (passphraseVariable.isEmpty()) {
        System.err.println("The data is protected by a generated key, kept in " + keyFile());
      }
      return H2Storage.at(directory.get().resolve("agent")).protector(protector).openOrCreate();
    }
  }

  /**
   * What protects the keys of all that is in the directory, which is made if it is not there.
   *
   * @throws UsageException if the passphrase is missing
   * @throws IOException if the files cannot be used
   */
  public KeyProtector protector() throws IOException {
    Files.createDirectories(directory.orElseThrow());
    return passphraseVariable.isPresent()
        ? passphrase(passphraseVariable.get())
        : KeyFile.protector(keyFile(), RANDOM);
  }

  private Path keyFile() {
    return directory.orElseThrow().resolve("agent.key");
  }

  private static KeyProtector passphrase(String variable) {
    String passphrase = System.getenv(variable);
    if (passphrase == null || passphrase.isEmpty()) {
      throw new UsageException("the environment variable of --passphrase-env is not set");
    }
    char[] chars = passphrase.toCharArray();
    try {
      return KeyProtector.passphrase(chars, RANDOM);
    } finally {
      Arrays.fill(chars, '\0');
    }
  }
}
