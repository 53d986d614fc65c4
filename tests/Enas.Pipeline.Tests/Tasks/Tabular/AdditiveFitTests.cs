using System.Globalization;
using Enas.Pipeline.Tasks.Tabular;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Tasks.Tabular;

/// <summary>Additive fits: exact where the truth is a table, and on FBNet's measurements as wrong as others have found.</summary>
public sealed class AdditiveFitTests
{
    private static readonly int[] s_options = [3, 2, 4, 5];

    [Theory]
    [InlineData(200, 1e-6)]
    [InlineData(40, 1e-6)]
    public void Sums_of_a_table_come_out_again(int count, double tolerance)
    {
        var random = new Random(3);
        double[][] terms = [.. s_options.Select(options => Enumerable.Range(0, options).Select(_ => random.NextDouble()).ToArray())];
        int[][] values = [.. Enumerable.Range(0, count).Select(_ => s_options.Select(options => random.Next(options)).ToArray())];
        double Truth(int[] architecture) => 2 + architecture.Index().Sum(value => terms[value.Index][value.Item]);
        var (constant, fitted) = AdditiveFit.Of(s_options, values, [.. values.Select(Truth)]);
        foreach (var other in Enumerable.Range(0, 50).Select(_ => s_options.Select(options => random.Next(options)).ToArray()))
        {
            Assert.Equal(Truth(other), constant + other.Index().Sum(value => fitted[value.Index][value.Item]), tolerance);
        }
    }

    [Fact]
    public void Fewer_measurements_than_terms_are_fitted_and_the_rest_is_told_better_than_by_the_mean()
    {
        var random = new Random(5);
        int[] options = [.. Enumerable.Repeat(5, 12)];
        double[][] terms = [.. options.Select((_, decision) => new[] { 0, 0.1, 0.4, 0.2, 1.0 }.Select(term => term * (1 + (0.1 * decision)))
            .ToArray())];
        int[][] values = [.. Enumerable.Range(0, 130).Select(_ => options.Select(count => random.Next(count)).ToArray())];
        double[] truth = [.. values.Select(value => value.Index().Sum(one => terms[one.Index][one.Item]) + (0.02 * random.NextDouble()))];
        var (constant, fitted) = AdditiveFit.Of(options, values[..30], truth[..30]);
        var mean = truth[..30].Average();
        double Error(Func<int[], double> told) => Enumerable.Range(30, 100).Average(i => Math.Pow(told(values[i]) - truth[i], 2));
        Assert.True(Error(value => constant + value.Index().Sum(one => fitted[one.Index][one.Item])) < 0.7 * Error(_ => mean));
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.05)]
    [InlineData(3)]
    public void A_measurement_left_out_is_missed_by_as_much_as_by_a_fit_without_it(double ridge)
    {
        var random = new Random(11);
        const int Count = 6;
        double[][] rows = [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, 9).Select(_ => (double)random.Next(2)).ToArray())];
        double[] y = [.. rows.Select(_ => random.NextDouble())];
        var (_, leftOut) = AdditiveFit.LeftOut(Centred(rows), [.. y.Select(value => value - y.Average())], ridge);
        for (var i = 0; i < Count; i++)
        {
            double[][] others = [.. rows[..i], .. rows[(i + 1)..]];
            double[] measured = [.. y[..i], .. y[(i + 1)..]];
            var (mean, means) = (measured.Average(), Enumerable.Range(0, 9).Select(column => others.Average(row => row[column])).ToArray());
            var (solution, _) = AdditiveFit.LeftOut(Centred(others), [.. measured.Select(value => value - mean)], ridge);
            var told = mean + Centred(others).Zip(solution, (row, of) => of * row.Zip(rows[i].Zip(means, (x, m) => x - m),
                (x, other) => x * other).Sum()).Sum();
            Assert.Equal(y[i] - told, leftOut[i], 1e-6);
        }
    }

    [Fact]
    public void What_does_not_add_up_at_all_is_told_by_its_mean()
    {
        var random = new Random(13);
        int[] options = [.. Enumerable.Repeat(5, 12)];
        int[][] values = [.. Enumerable.Range(0, 230).Select(_ => options.Select(count => random.Next(count)).ToArray())];
        double[] noise = [.. values[..30].Select(_ => random.NextDouble())];
        var (constant, fitted) = AdditiveFit.Of(options, values[..30], noise);
        double[] told = [.. values[30..].Select(value => constant + value.Index().Sum(one => fitted[one.Index][one.Item]))];
        var mean = noise.Average();
        Assert.True(told.Average(one => (one - mean) * (one - mean)) < 0.01 * noise.Average(one => (one - mean) * (one - mean)));
    }

    private static double[][] Centred(double[][] rows) =>
        [.. rows.Select(row => row.Select((value, column) => value - rows.Average(other => other[column])).ToArray())];

    [Fact]
    public void The_same_measurements_give_the_same_bits()
    {
        var random = new Random(7);
        int[][] values = [.. Enumerable.Range(0, 9).Select(_ => s_options.Select(options => random.Next(options)).ToArray())];
        double[] measured = [.. values.Select(_ => random.NextDouble())];
        Assert.Equal(
            AdditiveFit.Of(s_options, values, measured).Terms.SelectMany(term => term),
            AdditiveFit.Of(s_options, values, measured).Terms.SelectMany(term => term));
    }

    /// <summary>5,000 architectures of FBNet (22 layers, 9 blocks) on devices, 4,000 fitted: the figures of an independent fit. Latencies
    /// of the first four were themselves made from tables.</summary>
    [Theory(Explicit = true)]
    [InlineData("eyeriss", 0, 0.005)]
    [InlineData("fpga", 0, 0.005)]
    [InlineData("pixel3", 0, 0.005)]
    [InlineData("raspi4", 0, 0.005)]
    [InlineData("1080ti_1", 0.3, 1.7)]
    [InlineData("silver_4114", 0.6, 2.9)]
    public void Measured_devices_are_as_additive_as_they_are_known_to_be(string device, double least, double most)
    {
        var data = Path.GetDirectoryName(Path.GetDirectoryName(NasBench201File.Path))!;
        var path = Path.Combine(data, "fbnet_latency", "fbnet_latency_ms.csv");
        var lines = File.ReadAllLines(path);
        var column = Array.IndexOf(lines[0].Split(','), device);
        (int[] Values, double Ms)[] rows = [.. lines.Skip(1).Select(line => line.Split(',')).Select(fields => (
            fields[1].Split('-').Select(block => int.Parse(block, CultureInfo.InvariantCulture)).ToArray(),
            double.Parse(fields[column], CultureInfo.InvariantCulture)))];
        var (constant, terms) = AdditiveFit.Of(
            [.. Enumerable.Repeat(9, 22)], [.. rows[..4000].Select(row => row.Values)], [.. rows[..4000].Select(row => row.Ms)]);
        var error = 100 * rows[4000..].Average(row =>
            Math.Abs(constant + row.Values.Index().Sum(value => terms[value.Index][value.Item]) - row.Ms) / row.Ms);
        Assert.InRange(error, least, most);
    }
}
