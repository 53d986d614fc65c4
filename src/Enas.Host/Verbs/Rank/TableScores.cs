using System.Globalization;
using System.Text;
using Enas.Host.Cli;
using Enas.Pipeline.Measures;

namespace Enas.Host.Verbs.Rank;

/// <summary>
/// Scores by shared weights as a CSV file, a line for each architecture, written as soon as it is made: who goes on makes none of
/// them again. Beside it lies a file that says whose scores they are.
/// </summary>
internal sealed class TableScores : IDisposable
{
    private const string Head = "architecture,images,correct,lossSum";
    private const string ScoresFile = "scores.csv";
    private const string OwnerFile = "scores-of.txt";

    private readonly SortedDictionary<string, WindowLoss> _scores = new(StringComparer.Ordinal);
    private readonly StreamWriter _writer;

    private TableScores(string path)
    {
        var whole = WholeLines(path);
        foreach (var (number, line) in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Index().Skip(1))
        {
            var (tokens, loss) = Parse(path, number + 1, line);
            _scores[tokens] = loss;
        }

        // What a killed process left of its last line is no score.
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        stream.SetLength(Encoding.UTF8.GetByteCount(whole));
        stream.Seek(0, SeekOrigin.End);
        _writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
        if (whole.Length == 0)
        {
            _writer.WriteLine(Head);
        }
    }

    /// <summary>Scores that are there.</summary>
    public int Count => _scores.Count;

    /// <summary>The scores of a folder, which is made where it is not there.</summary>
    /// <param name="owner">Whose they are: all that they depend on.</param>
    /// <exception cref="BadInputException">The folder holds other scores.</exception>
    public static TableScores Open(string folder, string owner)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, OwnerFile);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, owner);
        }
        else if (File.ReadAllText(path) != owner)
        {
            throw new BadInputException($"{folder} holds scores of other weights or other images than these; give another --out");
        }

        return new TableScores(Path.Combine(folder, ScoresFile));
    }

    /// <summary>The score of an architecture, or null where there is none yet.</summary>
    public WindowLoss? Find(string tokens) => _scores.GetValueOrDefault(tokens);

    /// <summary>Keeps a score.</summary>
    public void Add(string tokens, WindowLoss loss)
    {
        _scores[tokens] = loss;
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tokens},{loss.TokenCount},{loss.CorrectCount},{loss.LossSum:R}"));
    }

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    private static string WholeLines(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        return text[..(text.LastIndexOf('\n') + 1)];
    }

    private static (string Tokens, WindowLoss Loss) Parse(string path, int number, string line)
    {
        var parts = line.Split(',');
        return parts.Length == 4
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var images)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var correct)
            && double.TryParse(parts[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var loss)
            ? (parts[0], new WindowLoss(images, loss, correct))
            : throw new BadInputException($"{path}:{number}: not a score; a line reads {Head}. Delete the line, it is made again");
    }
}
