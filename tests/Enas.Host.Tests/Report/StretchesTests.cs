using CsCheck;
using Enas.Host.Readings;
using Enas.Host.Report;

namespace Enas.Host.Tests.Report;

/// <summary>Stretches of a search that are drawn side by side.</summary>
public sealed class StretchesTests
{
    [Fact]
    public void Stretches_hold_every_sample_once_and_no_two_begin_at_one_step() =>
        Gen.Int[1, 4].Array[0, 60].Select(Gen.Int[1, 20]).Sample(drawn =>
        {
            var (samplesOfStep, most) = drawn;
            SampledTokens[] samples =
                [.. samplesOfStep.SelectMany((count, step) => Enumerable.Repeat(new SampledTokens(10 + step, true, string.Empty), count))];
            var stretches = Stretches.Of(samples, most).Select(range => samples[range]).ToArray();
            Assert.Equal(Math.Min(most, samplesOfStep.Length), stretches.Length);
            Assert.Equal(samples, stretches.SelectMany(stretch => stretch));
            Assert.All(stretches.Zip(stretches.Skip(1)), pair => Assert.True(pair.First[^1].Step < pair.Second[0].Step));
        });
}
