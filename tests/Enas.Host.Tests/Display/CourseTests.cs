using Enas.Host.Display;

namespace Enas.Host.Tests.Display;

/// <summary>The course of the average reward in one line of the panel.</summary>
public sealed class CourseTests
{
    [Theory]
    [InlineData(true, "▁▂▃▄▅▆▇█")]
    [InlineData(false, "_.-~=+*#")]
    public void Each_value_is_a_sign_as_high_as_it_is_among_all(bool unicode, string expected) =>
        Assert.Equal(expected, SparkText.Of([0, 1, 2, 3, 4, 5, 6, 7], unicode));

    [Fact]
    public void Values_that_are_all_the_same_are_a_level_line() => Assert.Equal("▅▅▅", SparkText.Of([2, 2, 2], unicode: true));

    /// <summary>The average reward stays as it is in weight steps: what is said again takes no place.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_long_course_keeps_its_order_its_last_value_and_few_places(int times)
    {
        var course = new CourseMemory();
        IReadOnlyList<double> kept = [];
        foreach (var value in Enumerable.Range(1, 1000).SelectMany(value => Enumerable.Repeat(value, times)))
        {
            kept = course.After(value);
            Assert.True(kept.Count <= CourseMemory.Most);
            Assert.Equal(value, kept[^1]);
        }

        Assert.Equal(kept.Order(), kept);
        Assert.True(kept.Count >= CourseMemory.Most / 2);
        var steps = kept.SkipLast(1).Zip(kept.SkipLast(1).Skip(1), (one, next) => next - one).Distinct();
        Assert.Single(steps);
    }

    [Fact]
    public void None_not_a_number_and_the_same_again_change_nothing()
    {
        var course = new CourseMemory();
        course.After(1);
        Assert.Equal([1.0], course.After(null));
        Assert.Equal([1.0], course.After(double.NaN));
        Assert.Equal([1.0], course.After(1));
    }
}
