package dev.faroe.password;

import java.util.Collections;
import java.util.List;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the properties of the policy turn on, and what they refuse.
 */
@Tag("one-jdk")
class PasswordPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	@Test
	void areThoseOfTheReferenceByDefault() {
		this.runner.run((context) -> {
			PasswordProperties properties = context.getBean(PasswordProperties.class);
			assertThat(properties.policy()).isEqualTo(PasswordPolicy.OF_REFERENCE);
			assertThat(properties.policy().dependsOnOwner()).isFalse();
			assertThat(context.getBean(PasswordFailures.class)).isNotInstanceOf(ConsecutivePasswordFailures.class);
		});
	}

	@Test
	void turnTheCountOfFailuresOn() {
		this.runner.withPropertyValues("faroe.password.max-consecutive-failures=100")
			.run((context) -> assertThat(context.getBean(PasswordFailures.class))
				.isInstanceOf(ConsecutivePasswordFailures.class));
	}

	@Test
	void leaveTheCountOfFailuresToAnother() {
		PasswordFailures other = PasswordFailures.uncounted();
		this.runner.withPropertyValues("faroe.password.max-consecutive-failures=100")
			.withBean(PasswordFailures.class, () -> other)
			.run((context) -> assertThat(context.getBean(PasswordFailures.class)).isSameAs(other));
	}

	@Test
	void bindEveryRule() {
		this.runner
			.withPropertyValues("faroe.password.min-length=10", "faroe.password.min-length-as-only-factor=15",
					"faroe.password.reject-context-words=true", "faroe.password.context-words=Acme,Roadrunner")
			.run((context) -> {
				PasswordPolicy policy = context.getBean(PasswordProperties.class).policy();
				assertThat(policy.minLength(new PasswordOwner(null, true))).isEqualTo(10);
				assertThat(policy.minLength(new PasswordOwner(null, false))).isEqualTo(15);
				assertThat(policy.dependsOnOwner()).isTrue();
				assertThat(policy.contextWords()).isNotNull()
					.matches((words) -> words.make("roadrunner1", null) && words.make("acmeabcd", null)
							&& !words.make("acmeabcde", null));
			});
	}

	@Test
	void askForNoLessWherePasswordIsTheOnlyFactor() {
		assertThat(new PasswordPolicy(12, 8, null).minLength(new PasswordOwner(null, false))).isEqualTo(12);
	}

	@ParameterizedTest
	@CsvSource({ "min-length,7,minLength", "min-length,65,minLength",
			"min-length-as-only-factor,7,minLengthAsOnlyFactor", "min-length-as-only-factor,65,minLengthAsOnlyFactor",
			"context-words,a-b,contextWords", "max-consecutive-failures,-1,maxConsecutiveFailures" })
	void areRefusedOutOfRange(String property, String value, String name) {
		this.runner.withPropertyValues("faroe.password." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageStartingWith(name));
	}

	@Test
	void areRefusedWithTooManyWords() {
		List<String> words = Collections.nCopies(101, "word");
		assertThatIllegalArgumentException().isThrownBy(() -> new PasswordProperties(true, 8, 8, true, words, 0))
			.withMessageStartingWith("contextWords");
	}

}
