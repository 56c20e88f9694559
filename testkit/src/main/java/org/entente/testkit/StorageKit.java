package org.entente.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.entente.storage.Change;
import org.entente.storage.Lease;
import org.entente.storage.QueuedMessage;
import org.entente.storage.StaleRecordException;
import org.entente.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens and closes the storage under test, and says the frequent things briefly. */
abstract class StorageKit {
  static final String WALLET = "wallet";

  private final List<Storage> opened = new ArrayList<>();

  /** The storage under test; another object after {@link #restart}. */
  @SuppressWarnings("NullAway.Init")
  Storage storage;

  /**
   * Opens a storage with nothing in it. The kit closes it.
   *
   * @throws Exception if that fails, and the test with it
   */
  protected abstract Storage openEmpty() throws Exception;

  /**
   * Opens again, after the kit has closed it, what was opened last; empty, the default, if nothing
   * outlives the process. The kit closes it.
   *
   * @throws Exception if that fails, and the test with it
   */
  protected Optional<Storage> reopen() throws Exception {
    return Optional.empty();
  }

  @BeforeEach
  final void openStorage() throws Exception {
    storage = openEmpty();
    opened.add(storage);
  }

  @AfterEach
  final void closeStorages() {
    opened.forEach(Storage::close);
  }

  /** Closes and reopens; skips the rest of the test if nothing outlives the storage. */
  final void restart() throws Exception {
    storage.close();
    Optional<Storage> again = reopen();
    assumeTrue(again.isPresent(), "nothing outlives the process");
    storage = again.get();
    opened.add(storage);
  }

  /** Commits with leases that have run out already, so that everything may be claimed. */
  final List<QueuedMessage> commit(UnaryOperator<Change.Builder> content) {
    return commit(Records.NO_LEASE, content);
  }

  final List<QueuedMessage> commit(Lease lease, UnaryOperator<Change.Builder> content) {
    return storage.commit(content.apply(Change.builder(WALLET, lease)).build());
  }

  final void assertStale(UnaryOperator<Change.Builder> content) {
    assertThatThrownBy(() -> commit(content)).isInstanceOf(StaleRecordException.class);
  }

  final List<String> claim(long secondsFromNow, Lease lease, int limit) {
    return ids(storage.claim(WALLET, Records.seconds(secondsFromNow), lease, limit));
  }

  final QueuedMessage queued(String id) {
    return storage.findQueued(WALLET, id).orElseThrow();
  }

  static List<String> ids(List<QueuedMessage> messages) {
    return messages.stream().map(QueuedMessage::id).toList();
  }
}
