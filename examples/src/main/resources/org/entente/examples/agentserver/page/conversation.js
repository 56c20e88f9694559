// The messages of one connection.
import { get, post } from './api.js';
import { busy, byId, element, isolated, say } from './dom.js';
import { standing, time, titleOf } from './words.js';

const PAGE = 100;
// Longer messages are folded, so that one of them does not hide all others.
const LONG = 1500;
// That a message was delivered is no event, so it is asked for while one is under way.
const FIRST_LOOK = 500;
const LATEST_LOOK = 5000;
const DELIVERY = {
  waiting: 'On its way',
  delivered: 'Delivered',
  givenUp: 'Could not be delivered',
};

export class Conversation {
  #rows = new Map();
  #drafts = new Map();
  // Up to here the server has listed all there is; what is heard of one by one may leave gaps.
  #listedUpTo = 0;

  constructor(connections) {
    this.connections = connections;
    this.log = byId('messages');
    this.list = byId('message-list');
    this.field = byId('message-text');
    this.problem = byId('message-problem');
    byId('message-form').addEventListener('submit', (event) => {
      event.preventDefault();
      busy(byId('message-send'), () => this.#send());
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        byId('message-form').requestSubmit();
      }
    });
    connections.addEventListener('changed', ({ detail }) => detail.id === this.id && this.#showHead());
  }

  async open(id) {
    this.#leave();
    this.id = id;
    this.pause = FIRST_LOOK;
    this.#listedUpTo = 0;
    this.#rows.clear();
    this.list.replaceChildren();
    this.field.value = this.#drafts.get(id) ?? '';
    say(this.problem);
    this.#showHead();
    // What was said before is not read out.
    this.log.setAttribute('aria-live', 'off');
    await this.catchUp();
    this.log.setAttribute('aria-live', 'polite');
  }

  close() {
    this.#leave();
    this.#lookAgain();
  }

  #leave() {
    if (this.id) {
      this.#drafts.set(this.id, this.field.value);
    }
    this.id = undefined;
  }

  /** Asks for what may have changed unheard: all that is new, and all that was under way. */
  async catchUp() {
    const id = this.id;
    if (!id) {
      return;
    }
    try {
      let next = `?after=${this.#firstUnsettled()}&limit=${PAGE}`;
      while (next) {
        const page = await get(`/connections/${id}/messages${next}`);
        if (this.id !== id) {
          return;
        }
        this.#putAll(page.contents);
        this.#listedUpTo = Math.max(this.#listedUpTo, page.contents.at(-1)?.place ?? 0);
        next = page.next && new URL(page.next, location.href).search;
      }
      this.connections.markRead(id);
    } catch (failure) {
      say(this.problem, failure.message);
    }
    this.#lookAgain();
  }

  #lookAgain() {
    clearTimeout(this.timer);
    if (this.id && this.#waiting().length) {
      this.timer = setTimeout(() => this.catchUp(), this.pause);
      this.pause = Math.min(2 * this.pause, LATEST_LOOK);
    }
  }

  /** Takes a message that was sent, received or delivered just now; whether it belongs here. */
  take(message) {
    if (message.connectionId !== this.id) {
      return false;
    }
    this.#putAll([message]);
    this.#lookAgain();
    return true;
  }

  #waiting() {
    return [...this.#rows.values()]
      .map(({ message }) => message)
      .filter(({ delivery }) => delivery === 'waiting');
  }

  #firstUnsettled() {
    const places = this.#waiting().map(({ place }) => place - 1);
    return Math.min(this.#listedUpTo, ...places);
  }

  #putAll(messages) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const isOurs = messages.map((message) => this.#put(message)).includes('sent');
    byId('no-messages').hidden = this.#rows.size > 0;
    if (atEnd || isOurs) {
      this.log.scrollTop = this.log.scrollHeight;
    }
  }

  /** The direction of the message, if it is new. */
  #put(message) {
    const known = this.#rows.get(message.id);
    if (known) {
      // An answer may be overtaken by a later one.
      known.message = message.delivery === 'waiting' ? known.message : message;
      known.delivery.textContent = DELIVERY[known.message.delivery] ?? '';
      known.root.dataset.delivery = known.message.delivery ?? '';
      return '';
    }
    const row = rowOf(message);
    this.#rows.set(message.id, row);
    let before = this.list.lastElementChild;
    while (before && Number(before.dataset.place) > message.place) {
      before = before.previousElementSibling;
    }
    this.list.insertBefore(row.root, before ? before.nextElementSibling : this.list.firstElementChild);
    return message.direction;
  }

  async #send() {
    const content = this.field.value;
    const id = this.id;
    if (content.trim() === '') {
      return;
    }
    say(this.problem);
    try {
      const message = await post(`/connections/${id}/messages`, { content });
      this.pause = FIRST_LOOK;
      this.take(message);
      if (this.field.value === content) {
        this.field.value = '';
      }
    } catch (failure) {
      say(this.problem, `Not sent: ${failure.message}`);
    }
    this.field.focus();
  }

  #showHead() {
    const connection = this.connections.get(this.id);
    if (connection) {
      byId('conversation-title').replaceChildren(isolated(titleOf(connection)));
      const { tone, text } = standing(connection, this.connections.history(this.id));
      say(byId('conversation-state'), text);
      byId('conversation').dataset.tone = tone;
    }
    byId('no-messages').hidden = this.#rows.size > 0;
  }
}

function rowOf(message) {
  const text = element('p', { className: 'text', dir: 'auto', textContent: message.content });
  const delivery = element('span', { textContent: DELIVERY[message.delivery] ?? '' });
  const who = message.direction === 'sent' ? 'You' : 'They';
  const root = element(
    'li',
    { className: `message ${message.direction}` },
    element('span', { className: 'unseen', textContent: `${who}: ` }),
    text,
    element(
      'p',
      { className: 'small' },
      element('time', { dateTime: message.createdAt, textContent: time(message.createdAt) }),
      delivery,
    ),
  );
  root.dataset.place = message.place;
  root.dataset.delivery = message.delivery ?? '';
  if (message.content.length > LONG) {
    text.classList.add('folded');
    text.after(unfoldButton(text, message.content.length));
  }
  return { message, root, delivery };
}

function unfoldButton(text, length) {
  const more = `Show all ${length.toLocaleString()} characters`;
  const button = element('button', { type: 'button', className: 'quiet', textContent: more });
  button.addEventListener('click', () => {
    const folded = text.classList.toggle('folded');
    button.textContent = folded ? more : 'Show less';
  });
  return button;
}
