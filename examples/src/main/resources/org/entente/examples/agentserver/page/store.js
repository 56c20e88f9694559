// What this page knows of the connections. Tells of each change by an event "changed".

export class Connections extends EventTarget {
  #known = new Map();
  #histories = new Map();
  #unread = new Map();

  get(id) {
    return this.#known.get(id);
  }

  /** Newest first. */
  list() {
    return [...this.#known.values()].sort(
      (a, b) => (a.createdAt < b.createdAt ? 1 : -1),
    );
  }

  /** What happened to a connection, oldest first; not all of it, if that was long ago. */
  history(id) {
    return this.#histories.get(id) ?? [];
  }

  /** Takes a connection as it was when an answer was written: answers may overtake each other. */
  put(connection) {
    const id = connection.connectionId;
    const was = this.get(id);
    if (!was || changedAt(was) <= changedAt(connection)) {
      this.#known.set(id, connection);
      this.#tell(id, was);
    }
  }

  record(event) {
    const id = event.connectionId;
    if (event.event === 'CONNECTION_DELETED') {
      this.forget(id);
      return;
    }
    const history = this.history(id);
    if (!history.some(({ cursor }) => cursor === event.cursor)) {
      this.#histories.set(id, [...history, event]);
    }
    if (event.data) {
      this.put(event.data);
    } else if (this.get(id)) {
      this.#tell(id, this.get(id));
    }
  }

  forget(id) {
    const was = this.get(id);
    this.#known.delete(id);
    this.#histories.delete(id);
    this.#unread.delete(id);
    if (was) {
      this.#tell(id, was);
    }
  }

  /** The server may have begun anew: what it does not list is gone. */
  keepOnly(connections) {
    const kept = new Set(connections.map(({ connectionId }) => connectionId));
    [...this.#known.keys()].filter((id) => !kept.has(id)).forEach((id) => this.forget(id));
  }

  unread(id) {
    return this.#unread.get(id)?.size ?? 0;
  }

  addUnread(message) {
    const id = message.connectionId;
    this.#unread.set(id, new Set(this.#unread.get(id)).add(message.id));
    this.#tell(id, this.get(id));
  }

  markRead(id) {
    if (this.#unread.delete(id)) {
      this.#tell(id, this.get(id));
    }
  }

  #tell(id, was) {
    this.dispatchEvent(new CustomEvent('changed', { detail: { id, was } }));
  }
}

// Times have a fixed form with six digits behind the second, more than a Date has.
const changedAt = ({ updatedAt, createdAt }) => updatedAt ?? createdAt;
