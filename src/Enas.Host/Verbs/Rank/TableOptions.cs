using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Rank;

/// <summary>The options of <c>enas rank</c> that stand with <c>--table</c>.</summary>
internal sealed class TableOptions
{
    private readonly Option<string?> _file = new("--table")
    {
        Description = "A CSV file with measured results. Its cells are scored with the shared weights, and their order is held against "
            + "the table's; no network is trained. Scores are kept, and the same command goes on with them.",
        HelpName = "CSV",
    };

    private readonly Option<int?> _images = new("--images")
    {
        Description = "With --table: validation images that every cell is scored on, the same for all, in whole batches of "
            + "derive.batchSize; all by default.",
        HelpName = "N",
    };

    private readonly Option<string?> _column = new("--column")
    {
        Description = "With --table: the column with the accuracies to agree with; cifar10_test_200ep by default.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _architectures = new("--architectures")
    {
        Description = "With --table: the column with the architectures' strings; arch by default.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _unit = new("--unit")
    {
        Description = "With --table: whether its accuracies are written in percent, as by default, or as shares of 1.",
    };

    public TableOptions() => _unit.AcceptOnlyFromAmong(TableNames.Percent, TableNames.Share);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_file, _images, _column, _architectures, _unit];

    /// <summary>The table; null where none is given.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_file);

    /// <summary>Its columns.</summary>
    public TableNames NamesOf(ParseResult parsed) => new(
        parsed.GetValue(_architectures) ?? "arch", parsed.GetValue(_column) ?? "cifar10_test_200ep",
        parsed.GetValue(_unit) ?? TableNames.Percent);

    /// <summary>Validation images of a score; 0 for all.</summary>
    /// <exception cref="CommandLineException">It is no number of images.</exception>
    public int ImagesOf(ParseResult parsed) => parsed.GetValue(_images) is not { } images ? 0
        : images > 0 ? images
        : throw new CommandLineException($"--images {images}: allowed are numbers from 1");

    /// <summary>Refuses what says something of a table that is not given.</summary>
    public void RefuseWithoutTable(ParseResult parsed)
    {
        if (All.Skip(1).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } lonely)
        {
            throw new CommandLineException($"{lonely.Name} stands with --table; name the table too, or leave it out");
        }
    }
}
