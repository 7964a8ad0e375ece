package dev.faroe.sample.gofaroe;

import java.io.PrintStream;
import java.util.Locale;

/**
 * How far the import is: a bar on a terminal, and elsewhere a line for every tenth.
 */
final class Progress {

	private static final int WIDTH = 40;

	private static final int LINES = 10;

	private final PrintStream out;

	private final boolean terminal;

	private final long total;

	private long done;

	private int shown = -1;

	Progress(PrintStream out, boolean terminal, long total) {
		this.out = out;
		this.terminal = terminal;
		this.total = total;
	}

	void add(int number) {
		this.done += number;
		show();
	}

	private void show() {
		int steps = this.terminal ? 100 : LINES;
		int step = (int) (this.done * steps / Math.max(this.total, 1));
		if (step == this.shown) {
			return;
		}
		this.shown = step;
		int percent = step * (100 / steps);
		if (this.terminal) {
			int filled = percent * WIDTH / 100;
			this.out.printf(Locale.ROOT, "\r[%s%s] %3d%%  %,d of %,d", "#".repeat(filled), ".".repeat(WIDTH - filled),
					percent, this.done, this.total);
		}
		else {
			this.out.printf(Locale.ROOT, "%d%% (%,d of %,d)%n", percent, this.done, this.total);
		}
		this.out.flush();
	}

	/**
	 * End the line of the bar, so that something else can be printed.
	 */
	void close() {
		if (this.terminal && this.shown >= 0) {
			this.out.println();
		}
	}

}
