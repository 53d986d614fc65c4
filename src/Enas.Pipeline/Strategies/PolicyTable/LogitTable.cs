using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Strategies.PolicyTable;

/// <summary>One number for each option of each decision, in float64.</summary>
internal sealed class LogitTable(SearchSpace space)
{
    private readonly double[][] _rows = [.. space.Decisions.Select(decision => new double[decision.OptionCount])];

    /// <summary>The numbers of a decision.</summary>
    public double[] this[int decision] => _rows[decision];

    /// <summary>Fills the table with normal deviates: the options of all decisions are numbered through.</summary>
    public void FillNormal(RandomStream stream, double deviation)
    {
        long index = 0;
        foreach (var row in _rows)
        {
            for (var option = 0; option < row.Length; option++)
            {
                row[option] = deviation * stream.Normal(0, 0, index++);
            }
        }
    }

    /// <summary>The root of the sum of squares.</summary>
    public double Norm() => Math.Sqrt(_rows.Sum(row => row.Sum(value => value * value)));

    /// <summary>Saves the table as text that gives the same bits again, one entry for each decision.</summary>
    public void Save(string prefix, CheckpointSection to)
    {
        foreach (var (decision, row) in space.Decisions.Zip(_rows))
        {
            to.Add(prefix + decision.Name, string.Join(' ', row.Select(Text)));
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Takes what <see cref="Save"/> gave.</summary>
    /// <exception cref="CheckpointSectionException">An entry is missing.</exception>
    /// <exception cref="InvalidDataException">An entry has another number of options.</exception>
    public void Load(string prefix, CheckpointSection from)
    {
        foreach (var (decision, row) in space.Decisions.Zip(_rows))
        {
            var key = prefix + decision.Name;
            var values = from.Text(key).Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
            if (values.Length != row.Length)
            {
                throw new InvalidDataException(
                    $"{key} has {values.Length} numbers in the checkpoint; {decision.Name} has {row.Length} options");
            }

            values.CopyTo(row, 0);
        }
    }
}
