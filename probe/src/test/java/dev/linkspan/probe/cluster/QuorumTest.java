package dev.linkspan.probe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.QuorumVoter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final long BEHIND = Quorum.CAUGHT_UP_MILLIS;

  /** Voters 1, 2, 3... with these lags; the first one leads. */
  private static Quorum quorum(long... lags) {
    List<QuorumVoter> voters = new ArrayList<>();
    for (long lag : lags) {
      voters.add(new QuorumVoter(voters.size() + 1, lag, 0));
    }
    return new Quorum(1, voters, Map.of());
  }

  @Test
  void anIpv6AddressOfAVoterHasBrackets() {
    assertThat(Quorum.address("10.0.0.1", 29092)).isEqualTo("10.0.0.1:29092");
    assertThat(Quorum.address("fd00::1", 29092)).isEqualTo("[fd00::1]:29092");
  }

  @Test
  void aSingleVoterCanStopAndOneOfTwoIfTheOtherHasCaughtUp() {
    assertThat(quorum(0).canStop()).containsExactly(1);
    assertThat(quorum(0, 100).canStop()).containsExactly(1, 2);
    assertThat(quorum(0, BEHIND).canStop()).containsExactly(2);
  }

  @Test
  void ofThreeVotersBothOthersMustHaveCaughtUp() {
    assertThat(quorum(0, 500, BEHIND - 1).canStop()).containsExactly(1, 2, 3);
    assertThat(quorum(0, 500, BEHIND).canStop()).containsExactly(3);
    assertThat(quorum(0, -1, BEHIND).canStop()).isEmpty();
  }

  @Test
  void ofFourOrFiveVotersThreeOthersMustHaveCaughtUp() {
    assertThat(quorum(0, 0, 0, 0).canStop()).containsExactly(1, 2, 3, 4);
    assertThat(quorum(0, 0, 0, -1).canStop()).containsExactly(4);
    assertThat(quorum(0, 0, 0, 0, -1).canStop()).containsExactly(1, 2, 3, 4, 5);
    assertThat(quorum(0, 0, 0, -1, -1).canStop()).containsExactly(4, 5);
  }

  @Test
  void withoutALeaderNoVoterCanStopAndANodeThatDoesNotVoteAlwaysCan() {
    assertThat(new Quorum(-1, quorum(0, 0, 0).voters(), Map.of()).canStop()).isEmpty();
    assertThat(new Quorum(-1, List.of(), Map.of()).canStop(9)).isFalse();
    assertThat(quorum(0, 0, 0).canStop(9)).isTrue();
  }

  @Test
  void anExpectedVoterThatIsMissingLags() {
    assertThat(quorum(0, BEHIND, 3).lagging(List.of(1, 2, 3, 4))).containsExactly(2, 4);
    assertThat(quorum(0, BEHIND, 3).lagging(List.of())).containsExactly(2);
  }
}
