package org.entente.storage.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.did.Curve;
import org.entente.did.OwnKey;
import org.entente.did.PublicJwk;
import org.entente.keys.DataKey;
import org.entente.keys.SealedBytes;
import org.entente.keys.WrongKeyException;
import org.entente.storage.Change;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.QueuedMessage.Queue;
import org.entente.storage.StaleRecordException;
import org.entente.storage.StoredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thief of the files finds, and how a passphrase is given and changed. */
final class SecrecyTest {
  private static final String PASSPHRASE = "canary passphrase 5tuM";
  private static final String OTHER = "another canary 9qLx";

  @TempDir Path directory;

  @Test
  void noKeyNoBodyAndNoPassphraseIsInTheFiles() throws Exception {
    byte[] privateKey = new byte[32];
    new SecureRandom().nextBytes(privateKey);
    byte[] body = "canary body text 7hGw".getBytes(StandardCharsets.UTF_8);
    try (H2Storage storage = H2Storage.openOrCreate(base(), PASSPHRASE.toCharArray())) {
      DataKey dataKey = storage.dataKey();
      PublicJwk publicKey = PublicJwk.of(Curve.X25519, new byte[32]);
      OwnKey key = new OwnKey(publicKey, dataKey.seal("w", "key", "k", privateKey));
      SealedBytes sealed = dataKey.seal("w", "message", "m", body);
      Change change =
          Change.builder("w", new Lease("owner", TestChanges.NOW))
              .newKey(new StoredKey(key, "did:k", List.of("did:k#1")))
              .add(
                  QueuedMessage.added(
                      "m",
                      Queue.INBOX,
                      "c",
                      TestChanges.NOW,
                      TestChanges.NOW,
                      Optional.empty(),
                      sealed))
              .build();
      storage.commit(change);
      assertThatThrownBy(() -> storage.commit(change)).isInstanceOf(StaleRecordException.class);
    }

    assertThat(occurrences(privateKey)).isZero();
    assertThat(occurrences(body)).isZero();
    assertThat(occurrences(PASSPHRASE.getBytes(StandardCharsets.UTF_8))).isZero();
    assertThat(occurrences(PASSPHRASE.getBytes(StandardCharsets.UTF_16BE))).isZero();
    assertThat(occurrences("did:k#1".getBytes(StandardCharsets.UTF_8))).isPositive();
    assertThat(fileNames()).containsExactly("store.mv.db");
  }

  @Test
  void aPassphraseIsChanged() throws Exception {
    H2Storage.create(base(), PASSPHRASE.toCharArray()).close();
    final byte[] before = Files.readAllBytes(directory.resolve("store.mv.db"));

    assertThatThrownBy(
            () -> H2Storage.changePassphrase(base(), OTHER.toCharArray(), PASSPHRASE.toCharArray()))
        .isInstanceOf(WrongKeyException.class);
    assertThat(directory.resolve("store.mv.db")).hasBinaryContent(before);
    H2Storage.changePassphrase(base(), PASSPHRASE.toCharArray(), OTHER.toCharArray());

    assertThatThrownBy(() -> H2Storage.open(base(), PASSPHRASE.toCharArray()))
        .isInstanceOf(WrongKeyException.class);
    H2Storage.open(base(), OTHER.toCharArray()).close();
  }

  @Test
  void theOldWayInIsGoneFromTheFileWhenTheProtectorWasChanged() throws Exception {
    H2Settings settings = H2Storage.at(base()).protector(TestKeys.protector(1));
    SealedBytes sealed;
    try (H2Storage storage = settings.create()) {
      sealed = storage.dataKey().seal("w", "kind", "id", new byte[] {7});
    }
    byte[] oldWrapping;
    try (Session session = Database.readOnly(base()).connect()) {
      oldWrapping = Header.read(session).wrappedKey().toBytes();
    }
    assertThat(occurrences(oldWrapping)).isPositive();

    settings.changeProtector(TestKeys.protector(2));

    assertThat(occurrences(oldWrapping)).isZero();
    assertThatThrownBy(settings::open).isInstanceOf(WrongKeyException.class);
    try (H2Storage storage = H2Storage.at(base()).protector(TestKeys.protector(2)).open()) {
      assertThat(storage.dataKey().open("w", "kind", "id", sealed)).containsExactly(7);
    }
    assertThat(fileNames()).containsExactly("store.mv.db");
  }

  private int occurrences(byte[] canary) throws IOException {
    String needle = new String(canary, StandardCharsets.ISO_8859_1);
    int count = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (int at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
          count++;
        }
      }
    }
    return count;
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private Path base() {
    return directory.resolve("store");
  }
}
