/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The senders of one transport, each with no more calls than it makes at once. Any thread. */
final class GrpcChannels {

  /*
   * OkHttp makes five calls to a host at a time and queues the others, where they would wait out their deadline and then
   * be made all the same; its sender offers no way to raise that. So a wider window has several senders, each with a
   * connection of its own.
   *
   * Senders are foreign code: they are made and shut down without the lock. Two threads may make one at the same time;
   * the second then finds that there is room in the first's, and shuts its own down.
   */
  private static final int MOST_CALLS = 5;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private final List<GrpcChannel> open = new ArrayList<>();

  @GuardedBy("lock") private boolean closed;

  /**
   * A channel with room, which has one call more now; {@link #leave} ends it.
   *
   * @param making makes one where there is none; called without a lock
   * @return null once closed
   */
  @Nullable GrpcChannel enter(GrpcTarget target, Tls.@Nullable Material tls, Supplier<GrpcChannel> making) {
    GrpcChannel found = find(target, tls);
    if (found != null) {
      return found;
    }
    GrpcChannel made = making.get();
    List<GrpcChannel> surplus = new ArrayList<>();
    GrpcChannel entered = add(made, target, tls, surplus);
    surplus.forEach(channel -> channel.sender().shutdown());
    return entered;
  }

  private @Nullable GrpcChannel find(GrpcTarget target, Tls.@Nullable Material tls) {
    lock.lock();
    try {
      return findLocked(target, tls);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private @Nullable GrpcChannel findLocked(GrpcTarget target, Tls.@Nullable Material tls) {
    for (GrpcChannel channel : open) {
      if (channel.enter(target, tls, MOST_CALLS)) {
        return channel;
      }
    }
    return null;
  }

  private @Nullable GrpcChannel add(
      GrpcChannel made, GrpcTarget target, Tls.@Nullable Material tls, List<GrpcChannel> surplus) {
    lock.lock();
    try {
      GrpcChannel found = findLocked(target, tls);
      if (closed || found != null) {
        surplus.add(made);
        return found;
      }
      open.forEach(channel -> channel.succeededBy(made));
      takeOutWhatIsOverLocked(surplus);
      open.add(made);
      made.enter(target, tls, MOST_CALLS);
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a call. */
  void leave(GrpcChannel channel) {
    List<GrpcChannel> over = new ArrayList<>(0);
    lock.lock();
    try {
      channel.leave();
      takeOutWhatIsOverLocked(over);
    } finally {
      lock.unlock();
    }
    over.forEach(one -> one.sender().shutdown());
  }

  @GuardedBy("lock") private void takeOutWhatIsOverLocked(List<GrpcChannel> over) {
    for (Iterator<GrpcChannel> all = open.iterator(); all.hasNext(); ) {
      GrpcChannel channel = all.next();
      if (channel.isOver()) {
        all.remove();
        over.add(channel);
      }
    }
  }

  /** Cancels what is under way. */
  void close() {
    List<GrpcChannel> last;
    lock.lock();
    try {
      closed = true;
      last = List.copyOf(open);
      open.clear();
    } finally {
      lock.unlock();
    }
    last.forEach(channel -> channel.sender().shutdown());
  }
}
