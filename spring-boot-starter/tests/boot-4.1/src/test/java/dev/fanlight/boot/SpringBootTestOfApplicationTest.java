/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.boot.app.ShopApplication;
import dev.fanlight.exporters.Fanlight;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test of an application, as its author writes it: Spring Boot's exporters are off there. */
@SpringBootTest(
    classes = ShopApplication.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {
      "fanlight.vendors.a.type=otlp",
      "fanlight.vendors.a.endpoint=http://vendor.invalid:4318"
    })
class SpringBootTestOfApplicationTest {

  @Test
  void the_context_starts_and_no_vendor_runs(@Autowired Fanlight fanlight) {
    assertThat(fanlight.ledgerSnapshots()).isEmpty();
    assertThat(fanlight.sectionContext().vendorStatuses()).isEmpty();
  }
}
