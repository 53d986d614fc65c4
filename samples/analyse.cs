#!/usr/bin/env dotnet
// What a search found, from its Parquet segments alone: no project, no enas, only a Parquet reader.
//   dotnet run samples/analyse.cs -- runs/SEARCH
#:package Parquet.Net@6.1.0
#:property PublishAot=false

using System.Globalization;
using Parquet;
using Parquet.Schema;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length != 1 || !Directory.Exists(Path.Combine(args[0], "segments")))
{
    Console.Error.WriteLine("usage: dotnet run samples/analyse.cs -- SEARCH_FOLDER");
    return 64;
}

var rewards = new List<(long Step, double Reward, string Architecture)>();
var losses = new List<(long Step, double Loss)>();
var events = 0L;

// Segments are numbered densely, so the order of their names is the order of the log. Complete files only: nothing is read half-written.
foreach (var file in Directory.GetFiles(Path.Combine(args[0], "segments"), "*.parquet").Order(StringComparer.Ordinal))
{
    using var stream = File.OpenRead(file);
    await using var reader = await ParquetReader.CreateAsync(stream);
    for (var number = 0; number < reader.RowGroupCount; number++)
    {
        using var group = reader.OpenRowGroupReader(number);
        var count = checked((int)group.RowCount);
        var types = new string?[count];
        var architectures = new string?[count];
        var steps = new long[count];
        await group.ReadAsync(Field("event_type"), types.AsMemory());
        await group.ReadAsync<long>(Field("step"), steps.AsMemory());
        // A column that holds nothing may be missing from a segment.
        if (Has("architecture"))
        {
            await group.ReadAsync(Field("architecture"), architectures.AsMemory());
        }

        var reward = await NumbersAsync("reward");
        var loss = await NumbersAsync("loss");
        events += count;
        for (var i = 0; i < count; i++)
        {
            switch (types[i])
            {
                case "reward-evaluated":
                    rewards.Add((steps[i], reward[i]!.Value, architectures[i]!));
                    break;
                case "shared-weights-trained" when loss[i] is { } value:
                    losses.Add((steps[i], value));
                    break;
            }
        }

        DataField Field(string name) => reader.Schema.DataFields.Single(field => field.Name == name);

        bool Has(string name) => reader.Schema.DataFields.Any(field => field.Name == name);

        async Task<double?[]> NumbersAsync(string name)
        {
            var values = new double?[count];
            if (Has(name))
            {
                await group.ReadAsync<double>(Field(name), values.AsMemory());
            }

            return values;
        }
    }
}

Console.WriteLine($"{events:N0} events, {rewards.Count:N0} rewards, {losses.Count:N0} weight steps");
Console.WriteLine();
Console.WriteLine("best architectures");
var byArchitecture = rewards.GroupBy(row => row.Architecture, StringComparer.Ordinal);
foreach (var best in byArchitecture.OrderByDescending(group => group.Max(row => row.Reward)).Take(5))
{
    Console.WriteLine($"  {best.Max(row => row.Reward):0.0000}  {best.Count(),4} times  {best.Key}");
}

Console.WriteLine();
Console.WriteLine("over time            mean reward   best so far   mean loss");
var last = Math.Max(rewards.Select(row => row.Step).DefaultIfEmpty().Max(), losses.Select(row => row.Step).DefaultIfEmpty().Max());
var soFar = double.NegativeInfinity;
for (var part = 0; part < 10; part++)
{
    var (from, to) = (part * (last + 1) / 10, (part + 1) * (last + 1) / 10);
    double[] here = [.. rewards.Where(row => row.Step >= from && row.Step < to).Select(row => row.Reward)];
    double[] loss = [.. losses.Where(row => row.Step >= from && row.Step < to).Select(row => row.Loss)];
    soFar = Math.Max(soFar, here.DefaultIfEmpty(double.NegativeInfinity).Max());
    var meanReward = here.Length == 0 ? "-" : here.Average().ToString("0.0000");
    var bestSoFar = double.IsFinite(soFar) ? soFar.ToString("0.0000") : "-";
    var meanLoss = loss.Length == 0 ? "-" : loss.Average().ToString("0.0000");
    Console.WriteLine($"steps {from,7:N0} to {to - 1,7:N0} {meanReward,10} {bestSoFar,13} {meanLoss,11}");
}

return 0;
