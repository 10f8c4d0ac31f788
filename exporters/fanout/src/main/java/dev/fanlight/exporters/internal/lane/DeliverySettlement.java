/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.ledger.DeliveryCounts;
import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.List;

/** The end of deliveries: the ledger books their spans, the log forgets their records, and waiting threads are woken. Any thread. */
final class DeliverySettlement {

  private final Ledger ledger;
  private final LaneLog notices;
  private final DeliverySchedule schedule;
  private final LaneHousekeeping housekeeping;
  private volatile String toldElsewhere = "";

  DeliverySettlement(
      Ledger ledger, LaneLog notices, DeliverySchedule schedule, LaneHousekeeping housekeeping) {
    this.ledger = ledger;
    this.notices = notices;
    this.schedule = schedule;
    this.housekeeping = housekeeping;
  }

  /** commit: from here the ledger has it and the log may forget it. */
  void settle(Delivery delivery) {
    DeliveryCounts counts = delivery.takeCounts();
    if (!delivery.settle(() -> ledger.settled(counts))) {
      return; // the lane was stopped meanwhile, and these spans were booked then
    }
    tellLosses(counts);
    schedule.someSettled();
  }

  /** Books the spans of a delivery that are settled already, while further spans of the same record still wait. */
  void settlePart(Delivery delivery) {
    DeliveryCounts counts = delivery.takeCounts();
    if (counts.spans() > 0
        && delivery.lease().settlePart(counts.spans(), () -> ledger.settled(counts))) {
      tellLosses(counts);
    }
  }

  /** Drops the remaining spans of deliveries that waited. */
  void giveUp(List<Delivery> deliveries, DropReason reason) {
    for (Delivery delivery : deliveries) {
      if (delivery.resume()) { // else the log gave it up and has booked it
        BisectedDelivery bisected = schedule.bisectionOf(delivery);
        if (bisected == null) {
          delivery.drop(reason, "");
        } else { // the vendor refused the batch, and the bad span was not found
          delivery.dropRefused(bisected.refusal().answer().reason());
        }
        settle(delivery);
      }
    }
  }

  /** Gives up batches as they were refused. */
  void rejectAsTheyAre(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      String code = delivery.refused().refusal().answer().reason();
      if (delivery.resume()) {
        delivery.rejectAll(code);
        settle(delivery);
      }
    }
  }

  /** Notes spans that the log gave up and booked. */
  void lost(long spans, DropReason reason) {
    housekeeping.measure();
    notices.lost(spans, reason.code(), "");
    schedule.someGone();
  }

  /** Leaves the log lines about losses for this reason to the caller, which stops the lane. */
  void doNotTell(DropReason reason) {
    toldElsewhere = reason.code();
  }

  private void tellLosses(DeliveryCounts counts) {
    String message = counts.message();
    counts.rejected().forEach((reason, spans) -> notices.lost(spans, reason, message));
    counts.dropped().forEach((reason, spans) -> {
      if (!reason.equals(toldElsewhere)) {
        notices.lost(spans, reason, message);
      }
    });
  }
}
