package dev.faroe.sample.operator;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The last samples, of which there are as many as the charts show. They are those of this
 * instance alone, and begin with it.
 */
@Component
class Samples {

	private static final String SUCCESS = "SUCCESS";

	private final MeterRegistry registry;

	private final Clock clock;

	private final int limit;

	private final Deque<Sample> samples = new ArrayDeque<>();

	private Totals before;

	Samples(MeterRegistry registry, ObjectProvider<Clock> clock, OperatorProperties settings) {
		this.registry = registry;
		this.clock = clock.getIfAvailable(Clock::systemUTC);
		this.limit = settings.charts().points();
		this.before = totals();
	}

	/**
	 * Take a sample of what has happened since the last one.
	 */
	synchronized void take() {
		Totals now = totals();
		long hashes = now.hashes() - this.before.hashes();
		double hashing = (hashes > 0) ? (now.hashing() - this.before.hashing()) / hashes : 0;
		this.samples.add(new Sample(this.clock.instant().getEpochSecond(), now.logIns() - this.before.logIns(),
				now.failures() - this.before.failures(), now.refused() - this.before.refused(), hashing,
				gauge("faroe.hashing.queued"), gauge("faroe.hashing.active")));
		this.before = now;
		while (this.samples.size() > this.limit) {
			this.samples.remove();
		}
	}

	/**
	 * Return the samples.
	 * @return the samples, the oldest first
	 */
	synchronized List<Sample> all() {
		return List.copyOf(this.samples);
	}

	private Totals totals() {
		Collection<Counter> attempts = this.registry.find("faroe.authentication").counters();
		Timer work = this.registry.find("faroe.hashing.work").timer();
		return new Totals(
				sum(attempts.stream().filter((counter) -> SUCCESS.equals(counter.getId().getTag("outcome"))).toList()),
				sum(attempts.stream().filter((counter) -> !SUCCESS.equals(counter.getId().getTag("outcome"))).toList()),
				sum(this.registry.find("faroe.rate.limit.hit").counters()), (work != null) ? work.count() : 0,
				(work != null) ? work.totalTime(TimeUnit.MILLISECONDS) : 0);
	}

	private static long sum(Collection<Counter> counters) {
		return Math.round(counters.stream().mapToDouble(Counter::count).sum());
	}

	private long gauge(String name) {
		Gauge gauge = this.registry.find(name).gauge();
		return (gauge != null) ? Math.round(gauge.value()) : 0;
	}

	/**
	 * What has happened since the start.
	 */
	private record Totals(long logIns, long failures, long refused, long hashes, double hashing) {
	}

}
