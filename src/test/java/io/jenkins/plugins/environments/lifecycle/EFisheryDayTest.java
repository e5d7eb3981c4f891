package io.jenkins.plugins.environments.lifecycle;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A tenth of the load; {@code benchmarks/upkeep} has it whole, and ten times. */
@DisplayName("A day of many deployments with failures")
class EFisheryDayTest {

    @Test
    @DisplayName("loses none, leaves none in limbo, and nothing runs that no record knows")
    void endsWell() {
        EFisheryDay day = new EFisheryDay(50, 35, 150, 7);

        day.pass();

        day.verify();
    }
}
