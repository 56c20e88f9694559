// The page as a whole: what it is made of, and which part of it is shown.
import { Accepting } from './accepting.js';
import { get, useBase } from './api.js';
import { Conversation } from './conversation.js';
import { byId, say } from './dom.js';
import { follow } from './events.js';
import { Inviting } from './inviting.js';
import { ConnectionList } from './list.js';
import { Connections } from './store.js';
import { titleOf } from './words.js';

const connections = new Connections();
const conversation = new Conversation(connections);
const inviting = new Inviting(connections, converse);
const list = new ConnectionList(connections, {
  converse,
  showInvitation: (id) => inviting.show(connections.get(id)),
});
let agent = '';

async function start() {
  const settings = await (await fetch('settings.json', { cache: 'no-store' })).json();
  agent = settings.name;
  useBase(settings.api);
  byId('agent-name').textContent = agent;
  new Accepting(connections, converse);
  addEventListener('hashchange', showView);
  connections.addEventListener('changed', ({ detail }) => {
    if (detail.id === conversation.id && !connections.get(detail.id)) {
      location.hash = '';
    }
  });
  await showView();
  await follow(take, live);
}

// What was missed while the stream was broken is asked for before it is read on.
async function live(isLive) {
  notice(isLive ? '' : 'No connection to the agent at the moment. Trying again …');
  if (isLive) {
    await list.load();
    await conversation.catchUp();
    await inviting.refresh();
  }
}

function take(event, data) {
  if (event === 'ConnectionUpdated') {
    connections.record(data);
  } else if (event === 'MessageUpdated') {
    const isShown = conversation.take(data);
    if (!isShown && data.direction === 'received') {
      connections.addUnread(data);
    }
  }
}

function converse(id) {
  location.hash = `conversation=${id}`;
}

/** The address says which view it is, so that the browser's way back works. */
async function showView() {
  const id = /^#conversation=(.+)$/.exec(location.hash)?.[1];
  const left = conversation.id;
  if (id && !connections.get(id) && !(await find(id))) {
    location.hash = '';
    return;
  }
  byId('conversation').hidden = !id;
  byId('list').hidden = Boolean(id);
  document.body.classList.toggle('conversing', Boolean(id));
  if (id) {
    document.title = `${titleOf(connections.get(id))} · ${agent}`;
    // On a phone the keyboard would cover what is to be read first.
    byId(matchMedia('(pointer: fine)').matches ? 'message-text' : 'conversation-title').focus();
    await conversation.open(id);
  } else {
    document.title = `${agent} · Entente`;
    conversation.close();
    document.querySelector(`#connection-${left} button`)?.focus();
  }
}

/** Whether there still is one: the address may be an old one. */
async function find(id) {
  try {
    connections.put(await get(`/connections/${encodeURIComponent(id)}`));
    return true;
  } catch (failure) {
    if (failure.status !== 404) {
      throw failure;
    }
    return false;
  }
}

function notice(text, button = '') {
  say(byId('notice-text'), text);
  byId('notice').hidden = text === '';
  byId('notice-button').hidden = button === '';
  byId('notice-button').textContent = button;
}

byId('notice-button').addEventListener('click', () => location.reload());
start().catch((failure) => {
  const needsKey = failure.status === 401;
  notice(failure.message, needsKey ? 'Enter the key' : 'Try again');
});
