using System.Globalization;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Tests.Measures;

/// <summary>When two measures are the same.</summary>
public sealed class MeasureTests
{
    [Fact]
    public void Measures_are_the_same_by_name_and_direction()
    {
        var f1 = Measure.Custom("f1", MeasureDirection.Higher);
        Assert.Equal(f1, Measure.Custom("f1", MeasureDirection.Higher, worst: 0));
        Assert.True(f1 == Measure.Custom("f1", MeasureDirection.Higher));
        Assert.Equal(f1.GetHashCode(), Measure.Custom("f1", MeasureDirection.Higher).GetHashCode());
        Assert.True(f1 != Measure.Custom("f1", MeasureDirection.Lower));
        Assert.NotEqual(f1, Measure.Custom("f2", MeasureDirection.Higher));
        Assert.False(f1 == null);
        Assert.Equal(Measure.Accuracy, Measure.Custom("accuracy", MeasureDirection.Higher));
    }

    [Fact]
    public void What_is_better_is_a_word()
    {
        Assert.Equal(("higher", "lower"), (Measure.Accuracy.Better, Measure.Perplexity.Better));
        Assert.Equal("lower", Measure.Custom("error", MeasureDirection.Lower).Better);
    }

    [Fact]
    public void Value_in_its_unit_is_the_number_that_people_read()
    {
        foreach (var measure in (Measure[])[Measure.Accuracy, Measure.Perplexity, Measure.Custom("error", MeasureDirection.Lower)])
        {
            Assert.StartsWith(measure.InUnit(0.25).ToString("0.##", CultureInfo.InvariantCulture), measure.Format(0.25),
                StringComparison.Ordinal);
        }

        Assert.Equal((25, 0.25), (Measure.Accuracy.InUnit(0.25), Measure.Perplexity.InUnit(0.25)));
    }
}
