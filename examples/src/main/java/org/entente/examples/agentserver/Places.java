package org.entente.examples.agentserver;

import java.util.HashMap;
import java.util.Map;

/** Places for so many at a time, and for so many of one address. Thread-safe. */
final class Places {
  private final int all;
  private final int ofOne;
  private final Map<String, Integer> taken = new HashMap<>();
  private int allTaken;

  Places(int all, int ofOne) {
    this.all = all;
    this.ofOne = ofOne;
  }

  /** Takes one, to be given back; false if there is none. */
  synchronized boolean take(String address) {
    int before = taken.getOrDefault(address, 0);
    if (allTaken == all || before == ofOne) {
      return false;
    }
    taken.put(address, before + 1);
    allTaken++;
    return true;
  }

  synchronized void giveBack(String address) {
    int left = taken.getOrDefault(address, 1) - 1;
    if (left == 0) {
      taken.remove(address);
    } else {
      taken.put(address, left);
    }
    allTaken--;
  }
}
