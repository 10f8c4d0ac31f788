/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The open connections by phase, and the choice of the one to close when a phase is full. The endpoint's thread only.
 *
 * @param <C> a connection
 */
final class ConnectionTable<C> {
  /*
   * Attackers may have the address of a probe or a scraper, so a new connection is never refused: it replaces the oldest
   * one. A probe sends its request when it connects, and gets its response before its connection is the oldest. Peers with
   * different addresses are told apart: the peer with the most connections in the phase loses one.
   */
  private final Map<ConnectionPhase, Group<C>> groups = new EnumMap<>(ConnectionPhase.class);

  ConnectionTable() {
    for (ConnectionPhase phase : ConnectionPhase.values()) {
      groups.put(phase, new Group<>());
    }
  }

  /**
   * Adds a connection to a phase.
   *
   * @return the connection that has to leave the phase, which may be the added one; null if the phase is not full
   */
  @Nullable C enter(ConnectionPhase phase, C connection, PeerAddress peer, long now) {
    return group(phase).add(connection, new Entry(peer, now), phase);
  }

  void leave(ConnectionPhase phase, C connection) {
    group(phase).remove(connection);
  }

  /** Returns the connections whose phase has lasted longer than its deadline. */
  List<C> expired(long now) {
    List<C> expired = new ArrayList<>();
    groups.forEach((phase, group) -> group.addExpired(expired, now, phase.deadlineNanos));
    return expired;
  }

  /** Returns the connections of a phase, the oldest first. */
  List<C> in(ConnectionPhase phase) {
    return List.copyOf(group(phase).entries.keySet());
  }

  /** Returns the number of connections of a peer in a phase. */
  int count(ConnectionPhase phase, PeerAddress peer) {
    return group(phase).counts.getOrDefault(peer, 0);
  }

  List<C> all() {
    List<C> all = new ArrayList<>();
    groups.values().forEach(group -> all.addAll(group.entries.keySet()));
    return all;
  }

  int size() {
    int size = 0;
    for (Group<C> group : groups.values()) {
      size += group.entries.size();
    }
    return size;
  }

  private Group<C> group(ConnectionPhase phase) {
    return Objects.requireNonNull(groups.get(phase)); // the constructor has put every phase
  }

  /** The peer of a connection, and the time at which the connection entered the phase. */
  private record Entry(PeerAddress peer, long sinceNanos) {}

  /** The connections of one phase, the oldest first. */
  private static final class Group<C> {
    private final Map<C, Entry> entries = new LinkedHashMap<>();
    private final Map<PeerAddress, Integer> counts = new HashMap<>();

    @Nullable C add(C connection, Entry entry, ConnectionPhase phase) {
      entries.put(connection, entry);
      int ofPeer = counts.merge(entry.peer, 1, Integer::sum);
      if (ofPeer > phase.maxPerPeer) {
        return oldestOf(entry.peer);
      }
      return entries.size() > phase.max ? oldestOf(largestPeer(entry.peer)) : null;
    }

    void remove(C connection) {
      Entry entry = entries.remove(connection);
      if (entry != null) {
        counts.computeIfPresent(entry.peer, (peer, count) -> count == 1 ? null : count - 1);
      }
    }

    /** Returns the peer with the most connections; among equals, the peer with the oldest connection. */
    private PeerAddress largestPeer(PeerAddress newest) {
      PeerAddress largest = newest;
      int most = 0;
      for (Entry entry : entries.values()) {
        int count = counts.getOrDefault(entry.peer, 0);
        if (count > most) {
          most = count;
          largest = entry.peer;
        }
      }
      return largest;
    }

    private @Nullable C oldestOf(PeerAddress peer) {
      for (Map.Entry<C, Entry> each : entries.entrySet()) {
        if (each.getValue().peer.equals(peer)) {
          return each.getKey();
        }
      }
      return null;
    }

    void addExpired(List<C> expired, long now, long deadlineNanos) {
      for (Map.Entry<C, Entry> each : entries.entrySet()) {
        if (now - each.getValue().sinceNanos < deadlineNanos) {
          return; // all further connections are younger
        }
        expired.add(each.getKey());
      }
    }
  }
}
