/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers after a while. */
@RestController
class OrderController {
  private static final Logger LOGGER = LoggerFactory.getLogger(OrderController.class);

  private final CountDownLatch never = new CountDownLatch(1);

  @GetMapping("/order")
  String order(@RequestParam(name = "millis", defaultValue = "0") long millis)
      throws InterruptedException {
    LOGGER.info("order received");
    return never.await(millis, TimeUnit.MILLISECONDS) ? "" : "ordered";
  }
}
