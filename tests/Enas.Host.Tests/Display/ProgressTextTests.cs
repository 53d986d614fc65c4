using Enas.Host.Display;
using Spectre.Console;

namespace Enas.Host.Tests.Display;

/// <summary>Panel and line against files that a person has looked at. A difference leaves NAME.received beside the tests' output.</summary>
public sealed class ProgressTextTests
{
    private const int PanelLines = 8;

    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 18, 2, 55, TimeSpan.Zero);

    public static TheoryData<string> Names => ["started", "running", "checkpoint", "scoring", "done"];

    public static TheoryData<int> Widths => [200, 80, 79, 60, 40, 20, 1];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_panel_is_the_approved_one(string name) =>
        Approve($"{name}.panel.txt",
            string.Join('\n', ProgressPanel.Lines(Snapshots.Title, Of(name), TimeSpan.FromSeconds(0.3), unicode: true, 78)) + "\n");

    [Theory]
    [MemberData(nameof(Names))]
    public void The_plain_line_is_the_approved_one(string name) =>
        Approve($"{name}.line.txt", ProgressLine.Of(Snapshots.Title, Of(name), s_now) + "\n");

    [Fact]
    public void The_panel_before_the_first_commit_says_that_it_is_starting() =>
        Assert.Equal("starting", ProgressPanel.Lines(Snapshots.Title, null, TimeSpan.Zero, unicode: false, 78)[1]);

    [Fact]
    public void A_notice_stands_in_the_panel_and_moves_none_of_its_other_lines()
    {
        var without = ProgressPanel.Lines(Snapshots.Title, Of("running"), TimeSpan.Zero, unicode: true, 78);
        var with = ProgressPanel.Lines(Snapshots.Title, Of("running"), TimeSpan.Zero, unicode: true, 78, "stopping at the next step");
        Assert.Equal([.. without.SkipLast(1), "stopping at the next step"], with);
        Assert.Equal("stopping at the next step",
            ProgressPanel.Lines(Snapshots.Title, null, TimeSpan.Zero, unicode: true, 78, "stopping at the next step")[^1]);
    }

    /// <summary>What a terminal of that width shows: never more lines, never a line that would wrap.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void The_panel_has_the_same_height_on_every_terminal(int columns)
    {
        foreach (var name in Names)
        {
            using var text = new StringWriter();
            var console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(text)
            });
            console.Profile.Width = columns;
            console.Write(ProgressPanel.Draw(Snapshots.Title, Of(name.Data), TimeSpan.FromMinutes(3), unicode: true, columns));
            var lines = text.ToString().TrimEnd('\n').Split('\n');
            Assert.True(lines.Length <= PanelLines, $"{name.Data}: {lines.Length} lines at {columns} columns");
            Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= Math.Max(columns, 2), $"{line} at {columns} columns"));
        }
    }

    [Theory]
    [InlineData(59, "00:59")]
    [InlineData(3599, "59:59")]
    [InlineData(3600, "1:00:00")]
    [InlineData(3723, "1:02:03")]
    [InlineData(95_401, "26:30:01")]
    public void Clocks_read_as_hours_minutes_seconds(int seconds, string expected) =>
        Assert.Equal(expected, ProgressWords.Clock(TimeSpan.FromSeconds(seconds)));

    private static ProgressSnapshot Of(string name) => name switch
    {
        "started" => Snapshots.Started,
        "running" => Snapshots.Running,
        "checkpoint" => Snapshots.Checkpointing,
        "scoring" => Snapshots.Scoring,
        _ => Snapshots.Done,
    };

    private static void Approve(string name, string actual)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Display", "Approved", name);
        var expected = File.Exists(approved) ? File.ReadAllText(approved) : string.Empty;
        if (actual != expected)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
            File.WriteAllText(approved + ".received", actual);
        }

        Assert.Equal(expected, actual);
    }
}
