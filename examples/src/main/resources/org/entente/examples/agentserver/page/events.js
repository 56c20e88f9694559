// The stream of events, read by fetch: an EventSource could not send the key.
import { call } from './api.js';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
// The server sends comments as a sign of life.
const LONGEST_SILENCE = 60_000;

/**
 * Follows the stream while the page is seen, until the user declines to enter a key.
 *
 * @param take called with the name and the data of each event
 * @param live called, and waited for, with true when the stream is open; with false when it broke
 */
export async function follow(take, live) {
  let cursor = null;
  let pause = FIRST_PAUSE;
  for (;;) {
    await seen();
    try {
      await readOnce(cursor, {
        opened: () => live(true),
        event: (event) => {
          pause = FIRST_PAUSE;
          cursor = event.id || cursor;
          take(event.name, JSON.parse(event.data));
        },
      });
    } catch (failure) {
      if (failure.status === 401) {
        throw failure;
      }
      // A cursor that is refused belongs to data that are gone: begin anew.
      cursor = failure.status >= 400 && failure.status < 500 ? null : cursor;
    }
    if (!document.hidden) {
      live(false);
      await passed(pause * (0.75 + Math.random() / 2));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }
}

async function readOnce(cursor, on) {
  const silence = new AbortController();
  const whenHidden = () => document.hidden && silence.abort();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), LONGEST_SILENCE);
  };
  // A browser has six connections for one server, whatever the number of tabs.
  document.addEventListener('visibilitychange', whenHidden);
  try {
    const from = cursor === null ? 'recent=1000' : `after=${encodeURIComponent(cursor)}`;
    const response = await call(`/events?${from}`, {
      headers: { Accept: 'text/event-stream' },
      signal: silence.signal,
    });
    heard();
    await on.opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new Parser(on.event);
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      parser.add(part.value);
    }
  } finally {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', whenHidden);
  }
}

/** Makes events of the text as it comes in. */
export class Parser {
  constructor(take) {
    this.take = take;
    this.rest = '';
    this.begin();
  }

  begin() {
    this.event = { id: '', name: 'message', data: '' };
  }

  add(text) {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop();
    lines.forEach((line) => this.line(line.replace(/\r$/, '')));
  }

  line(line) {
    if (line === '') {
      if (this.event.data !== '') {
        this.take(this.event);
      }
      this.begin();
      return;
    }
    // A comment has an empty name.
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (name === 'data') {
      this.event.data += (this.event.data && '\n') + value;
    } else if (name === 'event') {
      this.event.name = value;
    } else if (name === 'id') {
      this.event.id = value;
    }
  }
}

function seen() {
  return new Promise((resolve) => {
    const look = () => {
      if (!document.hidden) {
        document.removeEventListener('visibilitychange', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    look();
  });
}

// Who is online again need not wait.
function passed(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener('online', done);
  });
}
