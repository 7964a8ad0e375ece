package dev.faroe.sample.operator;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Who operates the server.
 *
 * @param enabled whether there are pages for operators
 * @param users the ids of the operators, who are users of this server. An address would
 * not do: it can become that of another user.
 * @param proofAge how long operators go on before they have to log in again, with both
 * factors
 * @param charts what the charts show
 */
@ConfigurationProperties("sample.operator")
record OperatorProperties(@DefaultValue("false") boolean enabled, @DefaultValue Set<String> users,
		@DefaultValue("15m") Duration proofAge, @DefaultValue Charts charts) {

	OperatorProperties {
		users = Set.copyOf(users);
		Assert.isTrue(!enabled || !users.isEmpty(),
				"sample.operator.users must have the id of an operator, which the page of an account shows");
		Assert.isTrue(proofAge.compareTo(Duration.ZERO) > 0, "sample.operator.proof-age must be positive");
	}

	/**
	 * What the charts show.
	 *
	 * @param interval the time between two points
	 * @param points how many of them, from 2 to 10,000
	 */
	record Charts(@DefaultValue("5s") Duration interval, @DefaultValue("360") int points) {

		Charts {
			Assert.isTrue(interval.toMillis() >= 100, "sample.operator.charts.interval must be at least 100ms");
			Assert.isTrue(points >= 2 && points <= 10_000,
					"sample.operator.charts.points must be between 2 and 10,000");
		}

	}

}
