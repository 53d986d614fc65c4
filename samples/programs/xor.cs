// A C# file is a program: dotnet run xor.cs. It trains a small network on exclusive or, with what was chosen, and says its loss.
using System.Text.Json;

using var ask = JsonDocument.Parse(Console.In.ReadToEnd());
var choices = ask.RootElement.GetProperty("architecture").GetProperty("choices");
var (hidden, rate) = (choices.GetProperty("hidden").GetInt32(), choices.GetProperty("rate").GetDouble());
var random = new Random((int)(ask.RootElement.GetProperty("seed").GetUInt64() % int.MaxValue));
double[] weights = [.. Enumerable.Range(0, (4 * hidden) + 1).Select(_ => random.NextDouble() - 0.5)];
(double A, double B, double Y)[] rows = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)];
double Loss(double[] w) => rows.Average(row => Math.Pow(row.Y - w[4 * hidden] - Enumerable.Range(0, hidden)
    .Sum(h => w[(4 * h) + 3] * Math.Tanh((w[4 * h] * row.A) + (w[(4 * h) + 1] * row.B) + w[(4 * h) + 2])), 2));
for (var step = 1; step <= 300; step++)
{
    var before = Loss(weights);
    double[] slopes = [.. weights.Select((weight, i) => (Loss([.. weights[..i], weight + 1e-6, .. weights[(i + 1)..]]) - before) / 1e-6)];
    weights = [.. weights.Zip(slopes, (weight, slope) => weight - (rate * slope))];
    if (step % 100 == 0)
    {
        Console.WriteLine($"{{\"step\": {step}, \"loss\": {Loss(weights):R}}}");
    }
}

Console.WriteLine($"{{\"loss\": {Loss(weights):R}, \"costs\": {{\"parameters\": {weights.Length} }} }}");
